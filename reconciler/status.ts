import type { OnOwnStatus } from "./consent.ts";
import type { ConflictPolicy, PartKind } from "./part.ts";
import { type StateRules, textsOf } from "./state_rule.ts";
import { looksLike } from "./template.ts";

/** A custom status. `expiration` is Unix seconds, 0 = never. Text is unescaped. */
export interface Status {
  text: string;
  emoji: string;
  expiration: number;
}

export const EMPTY_STATUS: Status = { text: "", emoji: "", expiration: 0 };

/** A prior status with less than this left is not worth giving back (seconds). */
const LEAST_LEFT_TO_RESTORE_SECONDS = 60;

export function isEmptyStatus(status: Status): boolean {
  return status.text === "" && status.emoji === "";
}

/** Text, emoji and expiry, to the second. Empty ones are the same whatever their expiry. */
export function isSameStatus(a: Status, b: Status): boolean {
  if (isEmptyStatus(a) && isEmptyStatus(b)) return true;
  return a.text === b.text && a.emoji === b.emoji &&
    a.expiration === b.expiration;
}

/** What the status has become by itself at `at` (Unix seconds): Slack clears what has expired. */
export function statusAt(status: Status, at: number): Status {
  return status.expiration !== 0 && status.expiration <= at
    ? EMPTY_STATUS
    : status;
}

/** What of a prior status to give back at `at`: all of it, or nothing when it would be gone within a minute. */
export function statusToRestore(prior: Status, at: number): Status {
  const gone = prior.expiration !== 0 &&
    prior.expiration - at < LEAST_LEFT_TO_RESTORE_SECONDS;
  return gone ? EMPTY_STATUS : prior;
}

export const statusKind: PartKind<Status> = {
  nothing: EMPTY_STATUS,
  isSame: isSameStatus,
  valueAt: statusAt,
  valueToRestore: statusToRestore,
  // Slack may have normalised text or emoji; the second of the expiry is ours.
  isAsIntended: (current, wanted) =>
    isSameStatus(current, wanted) ||
    (!isEmptyStatus(current) && wanted.expiration !== 0 &&
      current.expiration === wanted.expiration &&
      (current.text === wanted.text || current.emoji === wanted.emoji)),
  describe: (status) =>
    isEmptyStatus(status)
      ? "no status"
      : `${status.emoji} ${status.text}`.trim(),
};

/** What a status of the person's own means at the start of a shift. */
export function resolveStatusConflict(
  current: Status,
  answer: OnOwnStatus,
  rules: StateRules,
): ConflictPolicy {
  const lookalike = Object.values(rules).flatMap(textsOf)
    .some((text) => looksLike(text, current.text));
  if (lookalike) {
    return {
      action: "defer",
      reason:
        "their status looks like one of ours, but nothing says it is: left alone",
    };
  }
  switch (answer) {
    case "replace":
      return { action: "start" };
    case "skip":
      return {
        action: "skip",
        reason: "they have a status of their own: left alone",
      };
    case "defer":
      return {
        action: "defer",
        reason: "they have a status of their own: waiting until it is gone",
      };
  }
}
