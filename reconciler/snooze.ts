import { SECONDS_PER_HOUR } from "../time.ts";

/** A snooze of notifications. `until` is Unix seconds, 0 = none. */
export interface Snooze {
  until: number;
  /** Without an end; `until` is then 0. */
  indefinite: boolean;
}

export const NO_SNOOZE: Snooze = { until: 0, indefinite: false };

/** Slack snoozes by the minute: ends nearer than this are the same end (seconds). */
export const SAME_END = 90;

/** The longest snooze set at once, in seconds: a lease that later runs renew. */
const LONGEST_LEASE = 2 * SECONDS_PER_HOUR;

/** A lease is renewed when this little of it is left (seconds). */
const RENEW_BELOW = SECONDS_PER_HOUR;

export function isSnoozing(snooze: Snooze): boolean {
  return snooze.indefinite || snooze.until !== 0;
}

export function isSameSnooze(a: Snooze, b: Snooze): boolean {
  if (a.indefinite || b.indefinite) return a.indefinite === b.indefinite;
  if (!isSnoozing(a) || !isSnoozing(b)) return isSnoozing(a) === isSnoozing(b);
  return Math.abs(a.until - b.until) <= SAME_END;
}

/** What the snooze has become by itself at `at` (Unix seconds). */
export function snoozeAt(snooze: Snooze, at: number): Snooze {
  return !snooze.indefinite && snooze.until <= at ? NO_SNOOZE : snooze;
}

/** Whole minutes from `at` to the snooze's end, to the nearest; 0 when it is over. */
export function minutesLeft(snooze: Snooze, at: number): number {
  return snooze.until <= at ? 0 : Math.round((snooze.until - at) / 60);
}

/**
 * The snooze to set at `at` for a shift that ends at `end`: at most two hours,
 * in whole minutes, never past the end; none when under a minute is left.
 */
export function leaseFor(end: number | null, at: number): Snooze {
  const seconds = Math.min(LONGEST_LEASE, (end ?? Infinity) - at);
  const minutes = Math.floor(seconds / 60);
  return minutes < 1
    ? NO_SNOOZE
    : { until: at + minutes * 60, indefinite: false };
}

/**
 * When a lease that does not last to the end of the shift is to be renewed
 * (Unix seconds), or `null` when it does.
 */
export function snoozeDue(
  shift: { end: number | null },
  lease: Snooze,
): number | null {
  const lasts = shift.end !== null && lease.until >= shift.end - 60;
  return lasts ? null : lease.until - RENEW_BELOW;
}
