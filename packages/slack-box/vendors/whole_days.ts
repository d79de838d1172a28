import type { VendorShift } from "./roster.ts";

const DAY_MS = 86_400_000;
/** What stands for a bound that the roster does not have. */
const FIRST_DAY = "1970-01-01";
const LAST_DAY = "2100-01-01";

/** The day of an instant (Unix milliseconds) in UTC: `2026-03-02`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, FIRST_DAY.length);
}

/** The first and the last day that a shift touches, in UTC. */
export function firstAndLastDay(
  { start, end }: VendorShift,
): { first: string; last: string } {
  const first = start === null ? FIRST_DAY : dayOf(start);
  // An end at midnight is the end of the day before.
  const last = end === null
    ? LAST_DAY
    : dayOf(Math.ceil(end / DAY_MS) * DAY_MS - 1);
  return { first, last };
}
