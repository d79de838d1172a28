import type { ConflictPolicy, PartKind } from "./part_kind.ts";
import type { OnOwnStatus } from "./consent.ts";
import { type StateRules, textsOf } from "./state_rule.ts";
import {
  EMPTY_STATUS,
  isEmptyStatus,
  isSameStatus,
  type Status,
  statusAt,
  statusToRestore,
} from "./status.ts";
import { looksLike } from "./template.ts";

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
