import { SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "../time.ts";

/** The shortest time from a shift's end to our expiry. */
export const LEAST_GRACE_SECONDS = 20 * SECONDS_PER_MINUTE;

/** How much the grace exceeds the time between two polls. */
const BEYOND_POLL_MINUTES = 5;

/** Extra minute of grace per this many claims that end in the same 15 minutes. */
const CLAIMS_PER_EXTRA_MINUTE = 50;

const QUARTER_SECONDS = 15 * SECONDS_PER_MINUTE;

/** The expiry that is set at a time for a shift without a known end. */
const STATUS_LEASE_SECONDS = SECONDS_PER_DAY;

/**
 * The time from a shift's end to our expiry. It is longer than the time until
 * the next poll, so that this app, and not Slack, ends the status.
 */
export function graceSecondsFor(pollMinutes: number): number {
  const seconds = (pollMinutes + BEYOND_POLL_MINUTES) * SECONDS_PER_MINUTE;
  return Math.max(LEAST_GRACE_SECONDS, seconds);
}

/**
 * When Slack clears our status by itself, in case the app is down at the shift's
 * end. Until then, an empty status means that the person cleared it.
 *
 * @param rule `lease` for at most a day ahead.
 * @param now Unix seconds.
 * @param endingTogether How many claims end in the same quarter of an hour.
 * @returns Unix seconds.
 *
 * @example
 * expiryFor({ end }, "shift_end", now, 120) // end + 20 min + 3 min
 */
export function expiryFor(
  shift: { end: number | null },
  rule: "shift_end" | "lease",
  now: number,
  endingTogether: number,
  graceSeconds: number = LEAST_GRACE_SECONDS,
): number {
  const leaseEnd = now + STATUS_LEASE_SECONDS;
  if (shift.end === null) return leaseEnd;
  const extraMinutes = Math.ceil(endingTogether / CLAIMS_PER_EXTRA_MINUTE);
  const full = shift.end + graceSeconds + extraMinutes * SECONDS_PER_MINUTE;
  return rule === "lease" ? Math.min(full, leaseEnd) : full;
}

/**
 * When our expiry is due for renewal: when half of the lease is left.
 *
 * @param expiration Our expiry (Unix seconds).
 * @returns Unix seconds; `null` if the expiry lasts to the end of the shift.
 */
export function statusRenewalDue(
  shift: { end: number | null },
  expiration: number,
): number | null {
  const leased = shift.end === null ||
    expiration < shift.end + LEAST_GRACE_SECONDS;
  return leased ? expiration - STATUS_LEASE_SECONDS / 2 : null;
}

/**
 * Counts ends by the quarter of an hour that they fall into.
 *
 * @param ends Unix seconds.
 * @returns Counts for `endingTogether`.
 */
export function endsByQuarter(ends: (number | null)[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const end of ends) {
    if (end === null) continue;
    const quarter = Math.floor(end / QUARTER_SECONDS);
    counts.set(quarter, (counts.get(quarter) ?? 0) + 1);
  }
  return counts;
}

/**
 * How many of the counted ends fall into the same quarter of an hour as `end`.
 *
 * @param counts From `endsByQuarter`.
 */
export function endingTogether(
  counts: ReadonlyMap<number, number>,
  end: number | null,
): number {
  if (end === null) return 0;
  return counts.get(Math.floor(end / QUARTER_SECONDS)) ?? 0;
}
