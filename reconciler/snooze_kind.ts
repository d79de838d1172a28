import type { ConflictPolicy, PartKind } from "./part_kind.ts";
import {
  isSameSnooze,
  isSnoozing,
  minutesLeft,
  NO_SNOOZE,
  type Snooze,
  snoozeAt,
} from "./snooze.ts";

export const dndKind: PartKind<Snooze> = {
  nothing: NO_SNOOZE,
  isSame: isSameSnooze,
  valueAt: snoozeAt,
  toGiveBack: (prior, at) =>
    prior.indefinite || minutesLeft(prior, at) >= 1 ? prior : NO_SNOOZE,
  isAsIntended: isSameSnooze,
  describe: (snooze) =>
    snooze.indefinite
      ? "notifications snoozed"
      : isSnoozing(snooze)
      ? `notifications snoozed until ${isoMinute(snooze.until)}`
      : "notifications on",
};

/** A person's own snooze that outlasts ours is left alone. */
export function resolveDndConflict(
  current: Snooze,
  ours: Snooze,
): ConflictPolicy {
  if (current.indefinite) {
    return {
      action: "skip",
      reason: "they snoozed without an end: left alone",
    };
  }
  return current.until > ours.until
    ? { action: "defer", reason: "their own snooze lasts longer: left alone" }
    : { action: "start" };
}

function isoMinute(at: number): string {
  return new Date(at * 1000).toISOString().slice(11, 16) + " UTC";
}
