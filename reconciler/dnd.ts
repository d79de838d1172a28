import { SECONDS_PER_HOUR } from "../time.ts";
import type { ConflictPolicy, PartKind } from "./part.ts";

/** A snooze of notifications. `until` is Unix seconds, 0 = none. */
export interface Dnd {
  until_seconds: number;
  /** Without an end; `until` is then 0. */
  indefinite: boolean;
}

export const NO_DND: Dnd = { until_seconds: 0, indefinite: false };

/** Slack snoozes by the minute: ends nearer than this are the same end (seconds). */
export const SAME_END_SECONDS = 90;

/** The longest snooze set at once, in seconds: a lease that later runs renew. */
const LONGEST_LEASE_SECONDS = 2 * SECONDS_PER_HOUR;

/** A lease is renewed when this little of it is left (seconds). */
const RENEW_BELOW_SECONDS = SECONDS_PER_HOUR;

export function isDndOn(snooze: Dnd): boolean {
  return snooze.indefinite || snooze.until_seconds !== 0;
}

export function isSameDnd(a: Dnd, b: Dnd): boolean {
  if (a.indefinite || b.indefinite) return a.indefinite === b.indefinite;
  if (!isDndOn(a) || !isDndOn(b)) return isDndOn(a) === isDndOn(b);
  return Math.abs(a.until_seconds - b.until_seconds) <= SAME_END_SECONDS;
}

/** What the snooze has become by itself at `at` (Unix seconds). */
export function dndAt(snooze: Dnd, at: number): Dnd {
  return !snooze.indefinite && snooze.until_seconds <= at ? NO_DND : snooze;
}

/** Whole minutes from `at` to the snooze's end, to the nearest; 0 when it is over. */
export function minutesLeft(snooze: Dnd, at: number): number {
  return snooze.until_seconds <= at
    ? 0
    : Math.round((snooze.until_seconds - at) / 60);
}

/**
 * The snooze to set at `at` for a shift that ends at `end`: at most two hours,
 * in whole minutes, never past the end; none when under a minute is left.
 */
export function dndLeaseFor(end: number | null, at: number): Dnd {
  const seconds = Math.min(LONGEST_LEASE_SECONDS, (end ?? Infinity) - at);
  const minutes = Math.floor(seconds / 60);
  return minutes < 1
    ? NO_DND
    : { until_seconds: at + minutes * 60, indefinite: false };
}

/**
 * When a lease that does not last to the end of the shift is to be renewed
 * (Unix seconds), or `null` when it does.
 */
export function dndRenewalDue(
  shift: { end: number | null },
  lease: Dnd,
): number | null {
  const lasts = shift.end !== null && lease.until_seconds >= shift.end - 60;
  return lasts ? null : lease.until_seconds - RENEW_BELOW_SECONDS;
}

export const dndKind: PartKind<Dnd> = {
  nothing: NO_DND,
  isSame: isSameDnd,
  valueAt: dndAt,
  valueToRestore: (prior, at) =>
    prior.indefinite || minutesLeft(prior, at) >= 1 ? prior : NO_DND,
  isAsIntended: isSameDnd,
  describe: (snooze) =>
    snooze.indefinite
      ? "notifications snoozed"
      : isDndOn(snooze)
      ? `notifications snoozed until ${isoMinute(snooze.until_seconds)}`
      : "notifications on",
};

/** A person's own snooze that outlasts ours is left alone. */
export function resolveDndConflict(
  current: Dnd,
  ours: Dnd,
): ConflictPolicy {
  if (current.indefinite) {
    return {
      action: "skip",
      reason: "they snoozed without an end: left alone",
    };
  }
  return current.until_seconds > ours.until_seconds
    ? { action: "defer", reason: "their own snooze lasts longer: left alone" }
    : { action: "start" };
}

function isoMinute(at: number): string {
  return new Date(at * 1000).toISOString().slice(11, 16) + " UTC";
}
