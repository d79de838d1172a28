import { createHash } from "node:crypto";
import { SECONDS_PER_MINUTE } from "../time.ts";
import type { RosterShift } from "./port.ts";

/** Handoffs are told apart by quarters of an hour: one that moves leaves its own. */
const QUARTER = 15 * SECONDS_PER_MINUTE;

/** Digests of the handoffs to come, by the quarter (Unix seconds) they lie in. */
export type Upcoming = Record<string, string>;

/**
 * Digests of everything that starts or ends after `after` and up to `until`
 * (Unix seconds), so that a later reading shows whether any of it has moved.
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
      const quarter = Math.floor(at / QUARTER) * QUARTER;
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
 * Whether a later reading shows another start or end than one that looked up to
 * `until` (Unix seconds): within the quarters that still lie ahead at `now`, or
 * after those, before `near`, where nobody has looked yet.
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
    if (start + QUARTER <= until) return before[quarter] !== after[quarter];
    return start >= until && start < near;
  });
}

/** Short: only a change is to be seen, and many are kept. */
function digestOf(entries: string[]): string {
  const text = entries.sort().join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/**
 * When, by these shifts, somebody starts or ends for the first time after `at`;
 * `null`: never. All in Unix seconds.
 */
export function nextChange(
  shifts: readonly { start: number; end: number | null }[],
  at: number,
): number | null {
  let next = Infinity;
  for (const { start, end } of shifts) {
    if (start > at) next = Math.min(next, start);
    if (end !== null && end > at) next = Math.min(next, end);
  }
  return next === Infinity ? null : next;
}
