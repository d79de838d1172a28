/** What people read when a presence or a status is set by a workflow, or by themselves. */
import { type Status, statusKind } from "../../reconciler/status.ts";
import { dateToken, escapeText } from "../../slack/messages.ts";

/** Why a write was done that no shift asked for, on the audit log and in *My history*. */
export const SET_BY_WORKFLOW = "a workflow set it";
export const SET_BY_THEM = "the person set it by a link";

/** Why a workflow could not set a person's presence. */
export const WHY_NOT_SET = {
  unknownPresence: "it can be away or auto, and nothing else",
  unreadable: "what they allow cannot be read. An operator can check it",
  noRoster:
    "Shiftlight does not know whether they are on call: it has not read the rosters yet",
  preview:
    "Shiftlight is in preview, or everyone was restored, so it shows nobody as away",
  unanswered:
    "Slack did not say whether it was set. It may be: look at their presence",
} as const;

type Outcome = "done" | "not_allowed" | "on_call" | "no_token" | "failed";

/** @param why Why it failed. */
export function presenceOutcome(
  outcome: Outcome,
  presence: string,
  why: string,
): string {
  switch (outcome) {
    case "done":
      return presence === "away"
        ? "They are set away. That lasts until it is taken back."
        : "They are no longer set away, so Slack chooses their presence again.";
    case "not_allowed":
      return "Nothing was changed: they do not let workflows set their presence. They can allow it with *Opt in*.";
    case "on_call":
      return "Nothing was changed: they are on call now, and nobody on call is set away.";
    case "no_token":
      return "Nothing was changed: their Slack account is not connected. They can connect it with *Opt in*.";
    case "failed":
      return `Their presence was not set: ${escapeText(why)}.`;
  }
}

export function ownPresenceSet(away: boolean): string {
  return away
    ? "You are set away. That lasts until you open *Stop being set away* or change it in Slack, also when you are active."
    : "You are no longer set away. Slack shows you as active while you use it, and as away after ten minutes without activity.";
}

/** @param status As Slack stored it. */
export function ownStatusSet(status: Status): string {
  const { text, emoji, expiration } = status;
  if (text === "" && emoji === "") return "Your status is clear.";
  const shown = escapeText(statusKind.describe({ ...status, expiration: 0 }));
  return expiration === 0
    ? `Your status is now ${shown}. It stays until you change or clear it.`
    : `Your status is now ${shown}, until ${dateToken(expiration)}.`;
}

/** Why a status is not sent to Slack: it would not show as it was meant. */
export const STATUS_NOT_SET = {
  empty:
    "Nothing was changed: there is neither a text nor an emoji. To have no status, open *Clear my status*.",
  withoutEmoji:
    "Nothing was changed: Slack shows a text without an emoji beside a speech balloon. Give an emoji, too, for example `:speech_balloon:`.",
  over:
    "Nothing was changed: that end is over, so Slack would clear the status at once. Choose one ahead, or none.",
} as const;

export function emojiNotTaken(emoji: string): string {
  return `Nothing was changed: Slack does not take ${
    escapeText(emoji)
  } as an emoji. Write the name of one that your workspace has, between colons, for example \`:palm_tree:\`.`;
}

/** @param length Characters of the text. */
export function statusTooLong(length: number): string {
  return `Nothing was changed: Slack takes a text of 100 characters at most, and yours has ${length}.`;
}

export const NOT_CONNECTED =
  "Nothing was changed: your Slack account is not connected. Connect it with *Opt in*, and then open this link again.";

export function ownConnectionRejected(error: string): string {
  return `Nothing was changed: Slack rejects the connection to your account (${
    escapeText(error)
  }). Connect it again with *Opt in*: your choices stay. Then open this link again.`;
}

export const UNANSWERED =
  "Slack did not say whether it was set. It may be: look at your profile, and open the link again if it is not.";

export function notWritten(reason: string): string {
  return `Nothing was changed: Slack did not set it (${
    escapeText(reason)
  }). Please try again.`;
}

export function presenceUnread(reason: string): string {
  return `Shiftlight could not read your presence (${
    escapeText(reason)
  }). Please try again.`;
}
