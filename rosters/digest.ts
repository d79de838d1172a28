import { createHash } from "node:crypto";
import type { Unreadable } from "../reconciler/shift.ts";
import { compareKeys } from "./order.ts";
import type { RosterShift } from "./port.ts";
import { isAnywhere, spanOf } from "./zoned_time.ts";
import { SECONDS_PER_DAY } from "../time.ts";

/**
 * Equal for two readings after which nobody need be treated otherwise: the
 * shifts under way at `at` (Unix seconds) with what touches or overlaps them,
 * directly or through each other, and what could not be read, in whatever
 * order. SHA-256, hexadecimal. Reasons do not count, nor do people's names
 * where anything else says who they are.
 *
 * @param groupOf The same for shifts that are shown as one where they touch: of
 * one person, state and text.
 */
export function rosterDigest(
  shifts: readonly RosterShift[],
  unreadable: readonly Pick<Unreadable, "source" | "schedule" | "identity">[],
  at: number,
  groupOf: (shift: RosterShift) => string,
): string {
  const groups = new Map<string, RosterShift[]>();
  for (const shift of shifts) {
    const group = groupOf(shift);
    const held = groups.get(group);
    if (held) held.push(shift);
    else groups.set(group, [shift]);
  }
  const rows = [...groups].flatMap(([name, group]) => rowsOf(name, group, at));
  const unknown = unreadable.map(({ source, schedule, identity }) => [
    source,
    schedule,
    identity,
  ]);
  return createHash("sha256")
    .update(JSON.stringify([asSet(rows), asSet(unknown)]))
    .digest("hex");
}

/** Of one group: each shift under way, and when they end together. */
function rowsOf(name: string, group: RosterShift[], at: number): unknown[] {
  const active = group.filter((shift) => isUnderWay(shift, at));
  if (active.length === 0) return [];
  const chain = chainOf(active, group);
  // When whole days end depends on where: then every shift counts by itself.
  if (chain.some(({ days }) => days)) return chain.map(rowOf);
  // Else not: what the window has yet to reach of a long rota is no news.
  const { end } = boundsOf(chain);
  const origins = chain.map(({ source, schedule, identity: { key } }) => [
    source,
    schedule,
    key,
  ]);
  return [...active.map(rowOf), [name, end, asSet(origins)]];
}

function isUnderWay({ start, end, days }: RosterShift, at: number): boolean {
  // By the clock of the one or the other it begins and ends at another time.
  if (days) return isAnywhere(days, at);
  return start <= at && (end === null || at < end);
}

/** The shifts with all of the group that touch or overlap them. */
function chainOf(active: RosterShift[], group: RosterShift[]): RosterShift[] {
  const chain = new Set(active);
  let { start, end } = boundsOf(active);
  for (let before = 0; before !== chain.size;) {
    before = chain.size;
    for (const shift of group) {
      const own = boundsOf([shift]);
      if (chain.has(shift) || own.start > end || own.end < start) continue;
      chain.add(shift);
      start = Math.min(start, own.start);
      end = Math.max(end, own.end);
    }
  }
  return [...chain];
}

function boundsOf(shifts: RosterShift[]): { start: number; end: number } {
  let [first, last] = [Infinity, -Infinity];
  for (const { start, end, days } of shifts) {
    const utc = days ? spanOf(days, "UTC") : { start, end };
    const margin = days ? A_DAY : 0;
    first = Math.min(first, utc.start - margin);
    last = Math.max(last, end === null ? Infinity : utc.end! + margin);
  }
  return { start: first, end: last };
}

/** More than whole days begin or end sooner or later anywhere than in UTC. */
const A_DAY = SECONDS_PER_DAY;

function rowOf({ identity, ...shift }: RosterShift): unknown[] {
  const { key, email, name, slack_id, group } = identity;
  const { state, source, schedule, label, level, start, end, days } = shift;
  const until = days && end !== null ? days.until : null;
  const when = days ? [days.from, until] : [start, end];
  // Without anything else an alias may go by the name.
  const who = email ?? group ?? (slack_id === undefined ? name : null);
  const found = [key, slack_id ?? null, who];
  return [...found, state, ...when, source, schedule, label, level];
}

function asSet(rows: readonly unknown[]): string[] {
  const distinct = new Set(rows.map((row) => JSON.stringify(row)));
  return [...distinct].sort((a, b) => compareKeys([a], [b]));
}
