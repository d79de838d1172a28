import { createHash } from "node:crypto";
import { SECONDS_PER_MINUTE } from "../time.ts";
import type { RosterShift } from "./port.ts";

/** Handoffs are digested by quarters of an hour. */
const QUARTER_SECONDS = 15 * SECONDS_PER_MINUTE;

/** The start of the quarter of an hour in which an instant lies. Both in Unix seconds. */
export function quarterOf(at: number): number {
  return Math.floor(at / QUARTER_SECONDS) * QUARTER_SECONDS;
}

/** Digests of coming handoffs, by the start of their quarter (Unix seconds). */
export type Upcoming = Record<string, string>;

/**
 * Digests everything that starts or ends within a time, so that a later reading
 * shows whether any of it has moved.
 *
 * @param shifts All shifts that were read.
 * @param after Unix seconds, exclusive.
 * @param until Unix seconds, inclusive.
 * @returns a digest for each quarter in which something happens.
 */
export function upcomingOf(
  shifts: readonly RosterShift[],
  after: number,
  until: number,
): Upcoming {
  const quarters = new Map<number, string[]>();
  for (const shift of shifts) {
    for (const at of [shift.start, shift.end]) {
      if (at === null || at <= after || at > until) continue;
      const quarter = quarterOf(at);
      const { identity, state, source, schedule } = shift;
      const starts = at === shift.start;
      const entry = [at, starts, identity.key, state, source, schedule];
      const entries = quarters.get(quarter) ?? [];
      quarters.set(quarter, entries);
      entries.push(JSON.stringify(entry));
    }
  }
  const sorted = [...quarters].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    sorted.map(([quarter, entries]) => [quarter, digestOf(entries)]),
  );
}

/**
 * Whether a later reading has other handoffs than an earlier one.
 *
 * @param before The earlier reading's digests.
 * @param after The later reading's digests.
 * @param times Unix seconds: `now`, before which quarters no longer count;
 * `until`, the end of what the earlier reading covered; `near`, up to which
 * handoffs count that only the later reading covers.
 */
export function hasMoved(
  before: Upcoming,
  after: Upcoming,
  { now, until, near }: { now: number; until: number; near: number },
): boolean {
  const quarters = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...quarters].some((quarter) => {
    const start = Number(quarter);
    if (start < now) return false;
    if (start + QUARTER_SECONDS <= until) {
      return before[quarter] !== after[quarter];
    }
    return start >= until && start < near;
  });
}

/** Short, because many are stored and they only have to show a change. */
function digestOf(entries: string[]): string {
  const text = entries.sort().join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
