import { isInstant, SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../time.ts";
import type { ConflictPolicy, PartKind } from "./part.ts";

/** Do not disturb: until when notifications are off. */
export interface Dnd {
  /** Unix seconds; 0 if notifications are on, or off without an end. */
  until_seconds: number;
  /** Whether notifications are off without an end. */
  indefinite: boolean;
}

export const NO_DND: Dnd = { until_seconds: 0, indefinite: false };

/** Slack's DND has whole minutes: ends at most this far apart count as the same (seconds). */
const SAME_END_SECONDS = 90;

/** The longest DND set at once (seconds): a lease, which later runs renew. */
const LONGEST_LEASE_SECONDS = 2 * SECONDS_PER_HOUR;

/** A lease is renewed when less than this is left of it (seconds). */
const RENEW_BELOW_SECONDS = SECONDS_PER_HOUR;

export function isDndOn(dnd: Dnd): boolean {
  return dnd.indefinite || dnd.until_seconds !== 0;
}

/** Compares two values; ends within 90 seconds of each other count as the same. */
export function isSameDnd(a: Dnd, b: Dnd): boolean {
  if (a.indefinite || b.indefinite) return a.indefinite === b.indefinite;
  if (!isDndOn(a) || !isDndOn(b)) return isDndOn(a) === isDndOn(b);
  return Math.abs(a.until_seconds - b.until_seconds) <= SAME_END_SECONDS;
}

/**
 * What DND has become by `at`: it ends by itself.
 *
 * @param at Unix seconds.
 */
export function dndAt(dnd: Dnd, at: number): Dnd {
  return !dnd.indefinite && dnd.until_seconds <= at ? NO_DND : dnd;
}

/**
 * How many minutes of DND are left, rounded to the nearest.
 *
 * @param at Unix seconds.
 * @returns 0 if it is over.
 */
export function minutesLeft(dnd: Dnd, at: number): number {
  const seconds = Math.max(0, dnd.until_seconds - at);
  return Math.round(seconds / SECONDS_PER_MINUTE);
}

/**
 * The DND to set for a shift: at most two hours, in whole minutes, and never
 * past the shift's end.
 *
 * @param end The shift's end (Unix seconds).
 * @param at Unix seconds.
 * @returns `NO_DND` if less than a minute of the shift is left.
 */
export function dndLeaseFor(end: number | null, at: number): Dnd {
  const seconds = Math.min(LONGEST_LEASE_SECONDS, (end ?? Infinity) - at);
  const minutes = Math.floor(seconds / SECONDS_PER_MINUTE);
  if (minutes < 1) return NO_DND;
  return {
    until_seconds: at + minutes * SECONDS_PER_MINUTE,
    indefinite: false,
  };
}

/**
 * When a lease is due for renewal.
 *
 * @returns Unix seconds; `null` if the lease lasts to the end of the shift.
 */
export function dndRenewalDue(
  shift: { end: number | null },
  lease: Dnd,
): number | null {
  const lasts = shift.end !== null &&
    lease.until_seconds >= shift.end - SECONDS_PER_MINUTE;
  return lasts ? null : lease.until_seconds - RENEW_BELOW_SECONDS;
}

export const dndKind: PartKind<Dnd> = {
  nothing: NO_DND,
  isSame: isSameDnd,
  valueAt: dndAt,
  valueToRestore: (prior, at) =>
    prior.indefinite || minutesLeft(prior, at) >= 1 ? prior : NO_DND,
  substituteFor: () => NO_DND,
  isAsIntended: isSameDnd,
  describe: (dnd) =>
    dnd.indefinite
      ? "off"
      : isDndOn(dnd)
      ? `off until ${isoText(dnd.until_seconds)}`
      : "on",
};

/**
 * What to do at a start if the person has turned DND on themselves: theirs stays
 * if it outlasts ours.
 */
export function resolveDndConflict(current: Dnd, ours: Dnd): ConflictPolicy {
  if (current.indefinite) {
    return {
      action: "skip",
      reason: "their notifications are off without an end: left alone",
    };
  }
  return current.until_seconds > ours.until_seconds
    ? {
      action: "defer",
      reason: "their notifications are off for longer: left alone",
    }
    : { action: "start" };
}

/** Messages show it by the reader's clock. */
function isoText(at: number): string {
  // An audit entry may hold any number.
  if (!isInstant(at)) return "an unknown time";
  return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}
