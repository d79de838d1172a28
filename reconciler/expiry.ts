import { SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "../time.ts";

/** The least time from a shift's end to our expiry (seconds). */
export const LEAST_GRACE_SECONDS = 20 * SECONDS_PER_MINUTE;

/**
 * How long after a shift's end Slack may clear what we set (seconds): longer
 * than the time until the next look, `pollMinutes` at the most.
 */
export function graceSecondsFor(pollMinutes: number): number {
  return Math.max(LEAST_GRACE_SECONDS, (pollMinutes + 5) * 60);
}

/** One more minute for each so many claims that end within one quarter of an hour. */
const CLAIMS_PER_EXTRA_MINUTE = 50;

const QUARTER_SECONDS = 15 * SECONDS_PER_MINUTE;

/** What a shift without a known end gets at a time (seconds). */
export const STATUS_LEASE_SECONDS = SECONDS_PER_DAY;

/**
 * When Slack itself shall clear what we set (Unix seconds), should the app be
 * down at the end: late enough that until the next look an empty status means
 * that the person cleared it.
 */
export function expiryFor(
  shift: { end: number | null },
  rule: "shift_end" | "lease",
  now: number,
  endingTogether: number,
  grace: number = LEAST_GRACE_SECONDS,
): number {
  if (shift.end === null) return now + STATUS_LEASE_SECONDS;
  const full = shift.end + grace +
    Math.ceil(endingTogether / CLAIMS_PER_EXTRA_MINUTE) * 60;
  return rule === "lease" ? Math.min(full, now + STATUS_LEASE_SECONDS) : full;
}

/**
 * When an expiry of ours that does not last to the end of the shift is to be
 * renewed (Unix seconds): when half of the lease is left. `null`: it lasts.
 */
export function statusRenewalDue(
  shift: { end: number | null },
  expiration: number,
): number | null {
  const leased = shift.end === null ||
    expiration < shift.end + LEAST_GRACE_SECONDS;
  return leased ? expiration - STATUS_LEASE_SECONDS / 2 : null;
}

/** Counts, for each quarter of an hour, the ends that fall into it. */
export function endsByQuarter(ends: (number | null)[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const end of ends) {
    if (end === null) continue;
    const quarter = Math.floor(end / QUARTER_SECONDS);
    counts.set(quarter, (counts.get(quarter) ?? 0) + 1);
  }
  return counts;
}

/** How many of the counted ends fall into the same quarter of an hour as `end`. */
export function endingTogether(
  counts: ReadonlyMap<number, number>,
  end: number | null,
): number {
  return end === null ? 0 : counts.get(Math.floor(end / QUARTER_SECONDS)) ?? 0;
}
