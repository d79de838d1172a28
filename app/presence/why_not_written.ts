import type { Status } from "../../reconciler/status.ts";
import { isTokenGone, type SlackFailure } from "../../slack/failure.ts";
import {
  emojiNotTaken,
  NOT_CONNECTED,
  notWritten,
  ownConnectionRejected,
  statusTooLong,
  UNANSWERED,
} from "../messages/presence.ts";

/** Slack's errors for an emoji that it does not take. */
const EMOJI_ERRORS = new Set([
  "invalid_emoji_not_allowed",
  "profile_status_set_failed_not_valid_emoji",
]);

/**
 * What a person is told whose own status or presence was not set.
 *
 * @param status What was to be set; `null` for a presence.
 */
export function whyNotWritten(
  failure: SlackFailure,
  status: Status | null,
): string {
  const { error, kind } = failure;
  if (kind === "unknown") return UNANSWERED;
  if (isWithoutToken(failure)) {
    const isNone = error === "no_token" || error === "path_cannot";
    return isNone ? NOT_CONNECTED : ownConnectionRejected(error);
  }
  if (status !== null && EMOJI_ERRORS.has(error)) {
    return emojiNotTaken(status.emoji);
  }
  if (status !== null && error === "too_long") {
    return statusTooLong([...status.text].length);
  }
  return notWritten(failure.message);
}

/** Whether no token serves them until they connect; a deactivated account cannot. */
export function isWithoutToken(failure: SlackFailure): boolean {
  const { error } = failure;
  return error === "path_cannot" ||
    isTokenGone(failure) && error !== "account_inactive";
}
