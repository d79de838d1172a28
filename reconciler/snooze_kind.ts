import type { ConflictPolicy, PartKind } from "./part_kind.ts";
import {
  type Dnd,
  dndAt,
  isDndOn,
  isSameDnd,
  minutesLeft,
  NO_DND,
} from "./snooze.ts";

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
