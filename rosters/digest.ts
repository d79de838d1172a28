import { createHash } from "node:crypto";
import type { Unreadable } from "../reconciler/shift.ts";
import { compareKeys } from "./order.ts";
import type { RosterShift } from "./port.ts";

/**
 * Equal for two readings after which nobody need be treated otherwise: the
 * shifts under way at `at` (Unix seconds) and what could not be read, in
 * whatever order. SHA-256, hexadecimal. Reasons and people's names do not count.
 */
export function rosterDigest(
  shifts: readonly RosterShift[],
  unreadable: readonly Pick<Unreadable, "source" | "schedule">[],
  at: number,
): string {
  const active = shifts
    .filter(({ start, end }) => start <= at && (end === null || at < end))
    .map(({ identity: { key, email }, ...shift }) => {
      const { state, start, end, source, schedule, label, level } = shift;
      return [key, email, state, start, end, source, schedule, label, level];
    });
  const unknown = unreadable.map(({ source, schedule }) => [source, schedule]);
  return createHash("sha256")
    .update(JSON.stringify([asSet(active), asSet(unknown)]))
    .digest("hex");
}

function asSet(rows: readonly unknown[]): string[] {
  const distinct = new Set(rows.map((row) => JSON.stringify(row)));
  return [...distinct].sort((a, b) => compareKeys([a], [b]));
}
