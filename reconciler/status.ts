import type { OnOwnStatus } from "./consent.ts";
import type { ConflictPolicy, PartKind } from "./part.ts";
import { type StateRules, textsOf } from "./state_rule.ts";
import { cut, LONGEST_STATUS_TEXT, looksLike } from "./template.ts";

/** A custom status. `expiration` is Unix seconds, 0 for never. The text is unescaped. */
export interface Status {
  text: string;
  emoji: string;
  expiration: number;
}

export const EMPTY_STATUS: Status = { text: "", emoji: "", expiration: 0 };

/** A prior status that expires sooner than this is not restored (seconds). */
const LEAST_LEFT_TO_RESTORE_SECONDS = 60;

export function isEmptyStatus(status: Status): boolean {
  return status.text === "" && status.emoji === "";
}

/** Compares text, emoji and expiry, to the second. All empty statuses are the same. */
export function isSameStatus(a: Status, b: Status): boolean {
  if (isEmptyStatus(a) && isEmptyStatus(b)) return true;
  return a.text === b.text && a.emoji === b.emoji &&
    a.expiration === b.expiration;
}

/**
 * What a status has become by `at`: Slack clears it when it expires.
 *
 * @param at Unix seconds.
 */
export function statusAt(status: Status, at: number): Status {
  return status.expiration !== 0 && status.expiration <= at
    ? EMPTY_STATUS
    : status;
}

/**
 * What to restore of a prior status.
 *
 * @param at Unix seconds.
 * @returns an empty status if the prior one expires within a minute.
 */
export function statusToRestore(prior: Status, at: number): Status {
  const gone = prior.expiration !== 0 &&
    prior.expiration - at < LEAST_LEFT_TO_RESTORE_SECONDS;
  return gone ? EMPTY_STATUS : prior;
}

/** Slack's own emoji for a text without one. */
const DEFAULT_EMOJI = ":speech_balloon:";

/** A status that Slack accepts: a shorter text, or the text with Slack's own emoji. */
function acceptableStatus(
  { text, emoji, expiration }: Status,
  error: string,
): Status {
  if (text === "") return EMPTY_STATUS;
  return {
    text: cut(text, LONGEST_STATUS_TEXT),
    emoji: error === "too_long" ? emoji : DEFAULT_EMOJI,
    expiration,
  };
}

export const statusKind: PartKind<Status> = {
  nothing: EMPTY_STATUS,
  isSame: isSameStatus,
  valueAt: statusAt,
  valueToRestore: statusToRestore,
  substituteFor: acceptableStatus,
  // Slack may normalise the text or the emoji. The exact second of the expiry shows that it is ours.
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

/**
 * What to do at the start of a shift if the person has set a status themselves.
 *
 * @param current The status that they have now; not empty.
 * @param answer What the person chose for this case.
 */
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
        "their status looks like one of ours, but no record says so: left alone",
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
