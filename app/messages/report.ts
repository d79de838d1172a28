/** What the report channel says. The reconciler and the rosters give their own reasons. */
import type { Outcome, Problem } from "../../reconciler/change.ts";
import { shortText, withoutCredentials } from "../../plain_text.ts";
import { escapeText } from "../../slack/messages.ts";

/** Posted once, when the channel is set up. */
export const REPORT_CHANNEL_READY =
  "Shiftlight reports here: what changed for whom, and what failed and why.";

export const NEEDS_ATTENTION = "*Needs attention*";

/** Why a change waits for a later batch or run. */
export const WAITS_FOR = {
  lock:
    "could not get the write lock: another run held it, or Slack took longer than 1.5 s to confirm a write",
  otherRun: "another run has taken over",
  otherWriter: "another run is writing it",
  time: "no time was left in this run",
  rate: "Slack's rate limit",
  newRead: "it was read too long ago",
  newDecision: "it changed while it was read",
  record: "its record could not be written",
} as const;

/** For a person whose shift is joined from too many shifts to fit in a record. */
export const RECORD_TOO_LARGE =
  "the record of this shift is too large to be stored: too many schedules name this person";

/** Of the lease's record. */
export const LEASE = {
  broken: "does not parse, so no run holds the write lock: it is replaced",
  ahead:
    "says that the write lock is held for longer than it can be: it is replaced",
  callsAhead: "lists calls to Slack in the future: they are not counted",
} as const;

/**
 * For an execution that held the write lock and never gave it back.
 *
 * @param holder Its id.
 */
export function neverReleased(holder: string): Problem {
  return {
    about: "an earlier run",
    reason:
      `its step ${holder} held the write lock and did not finish: it was cut off, or Slack did not answer it. What it left is done by this run and the next ones`,
  };
}

/** What of the app's own work a problem is about. */
export const ABOUT = {
  app: "the app itself",
  secret: "a secret",
  writes: "the records of what was written",
  optOuts: "records of people who left",
  continuation: "going on in a minute",
  booking: "booking handoffs",
  reconnect: "telling people to connect again",
  optInLink: "the link to opt in",
} as const;

/** @param person Slack user id. */
export function aboutReconnect(person: string): string {
  return `telling ${person} to connect again`;
}

/** @param person Slack user id. */
export function aboutTelling(person: string): string {
  return `telling ${person} what was restored`;
}

/**
 * For a status that could not be set because of its emoji.
 *
 * @param state The state whose emoji it is; `null` if a workflow gave it.
 */
export function emojiRefused(emoji: string, state: string | null): string {
  const where = state === null
    ? "that a workflow gives"
    : `of states.${state}.emoji in shiftlight.config.ts`;
  return `Slack refuses the emoji ${emoji} ${where}: use one that this workspace has`;
}

/** @param instant Of the handoff: `2026-03-02T09:00:00Z`. */
export function aboutRemoving(instant: string): string {
  return `removing the trigger of ${instant}`;
}

/** The titles of the sections, by the outcome of changes. */
export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  done: "*Changed*",
  noted: "*Left alone*",
  planned: "*Preview: this would change; nothing is written*",
  failed: "*Failed*",
  unknown: "*Not answered by Slack; the next run finds out*",
  postponed: "*Postponed to the next run*",
};

/** Says how many changes are not shown. */
export function andMore(count: number): string {
  return `… and ${count} more`;
}

/** Says how many lines are in the log alone. */
export function moreInLog(lines: number): string {
  return `… and ${lines} more lines; see \`slack activity\``;
}

/**
 * @param early How many shifts would end before their recorded end.
 * @param active How many are shown.
 */
export function earlyEndsHeldBack(early: number, active: number): Problem {
  return {
    about: "early ends",
    reason:
      `${early} of the ${active} shifts shown would end before their recorded end, so none of them was ended. Check the rosters. If they are right, an operator confirms the ends with the link Confirm early ends`,
  };
}

/** Why a source that listed shifts, and lists none all at once, is not believed yet. */
export const SOURCE_EMPTIED =
  "it listed shifts when it was last read, and now lists none. If the next reading lists none either, they end";

/** For a source, or one of its schedules, that could not be read. */
export function sourceUnreadable(
  { source, schedule, reason }: {
    source: string;
    schedule: string | null;
    reason: string;
  },
): Problem {
  return {
    about: schedule === null
      ? source
      : `${source}, schedule ${withoutCredentials(shortText(schedule))}`,
    reason: `${withoutStop(reason)}. Everyone on it stays as they are.`,
  };
}

/** For one entry of a source that is malformed. */
export function entryUnreadable(
  { source, identity, reason }: {
    source: string;
    identity: string;
    reason: string;
  },
): Problem {
  return {
    about: `${source}, ${shortText(identity)}`,
    reason: `${
      withoutStop(reason)
    }. This person stays as they are until their shift ends.`,
  };
}

/** The last snapshot, which holds the on-call shifts of rosters that cannot be read now, is lost. */
export function onCallForgotten(reason: string): Problem {
  return {
    about: "the rosters as last read",
    reason:
      `${reason}. Until every roster can be read again, Shiftlight may not know who is on call`,
  };
}

function withoutStop(reason: string): string {
  return reason.replace(/\.$/, "");
}

/** For a person on a roster who could not be looked up in Slack. */
export function notLookedUp(
  { name, identity, isGroup, reason }: {
    name: string;
    identity: string;
    isGroup: boolean;
    reason: string;
  },
): Problem {
  const what = isGroup
    ? "its members could not be read, so all of them stay as they are"
    : "could not be looked up in Slack, so they stay as they are";
  return {
    about: `${name} (${shortText(identity)})`,
    reason: `${what}: ${reason}`,
  };
}

/** For a person on a roster who is not in Slack. */
export function notFound(
  { name, identity, reason }: {
    name: string;
    identity: string;
    reason: string;
  },
): Problem {
  return {
    about: `${name} (${shortText(identity)})`,
    reason: `not found in Slack: ${reason}`,
    daily: true,
  };
}

/** Longest error that is told. */
const LONGEST_ERROR = 500;

/**
 * For a step of a run that failed for all people. It is posted by itself: the run
 * ended before its report.
 *
 * @param title Of the step: `Set statuses`.
 */
export function stepFailed(title: string, error: string): string {
  const told = escapeText(shortText(error, LONGEST_ERROR));
  return `${NEEDS_ATTENTION}\n• the step _${title}_ failed, and its run ended: ${told}. The next poll tries again.`;
}

/** For a report that could not be posted, with the remedy. */
export function reportNotPosted(
  channel: string | null,
  error: string,
): string {
  return `report to ${channel}: ${error}; invite the app there (/invite @Shiftlight) or correct report_channel`;
}

/** @param id Of the record that a person was asked to connect again. */
export function reconnectNotStored(id: string, store: string): Problem {
  return {
    about: `record ${id} of ${store}`,
    reason:
      "Slack did not store it; the next run that finds the connection gone tells the person",
  };
}
