/** What people read when they opt in: what counts now, and what comes next. */
import type { Mode } from "../../config/schema.ts";
import type {
  AfterManualChange,
  Consent,
  OnOwnStatus,
} from "../../reconciler/consent.ts";
import type { StateRules } from "../../reconciler/state_rule.ts";
import { escapeText } from "../../slack/messages.ts";
import { linkText, listText, stateLabel, withinText } from "./phrases.ts";

/** A link that people open, as the app's texts call it. */
export interface Link {
  title: string;
  url: string;
}

/** What a person chose. */
export type Choices = Pick<
  Consent,
  | ("states" | "on_own_status" | "after_manual_change" | "dnd" | "presence")
  | ("notices" | "workflow_presence")
>;

const WITH_OWN_STATUS: Readonly<Record<OnOwnStatus, string>> = {
  skip: "Shiftlight leaves it alone for that whole shift",
  defer: "it stays, and the shift shows once your status is gone",
  replace:
    "Shiftlight saves it, shows the shift, and restores yours afterwards",
};

const AFTER_CHANGE: Readonly<Record<AfterManualChange, string>> = {
  yield: "your change stays until the shift ends",
  resume:
    "your change stays, and the shift shows again once your status is clear",
};

/** A message names at most so many states, so that it fits Slack's limit. */
const STATES_NAMED = 20;

function namedStates(rules: StateRules, states: readonly string[]): string {
  const named = states.slice(0, STATES_NAMED)
    .map((state) => stateLabel(rules, state));
  const more = states.length - named.length;
  return listText(more > 0 ? [...named, `${more} more`] : named);
}

/**
 * What a person chose, as a list.
 *
 * @param rules The states that there are now.
 */
export function choicesText(rules: StateRules, choices: Choices): string {
  const { states, on_own_status, after_manual_change } = choices;
  const { dnd, presence, notices = false } = choices;
  const { workflow_presence = false } = choices;
  const known = states.filter((state) => Object.hasOwn(rules, state));
  const gone = states.filter((state) => !Object.hasOwn(rules, state));
  const lines = [
    `Shifts that show: ${
      known.length > 0 ? namedStates(rules, known) : "none"
    }`,
    `If you have a status when a shift starts: ${
      WITH_OWN_STATUS[on_own_status]
    }`,
    `If you change your status during a shift: ${
      AFTER_CHANGE[after_manual_change]
    }`,
    `Notifications: ${
      dnd ? "paused in shifts that do so, never while on call" : "left alone"
    }`,
    `Presence: ${presence ? "away in shifts that do so" : "left alone"}`,
    `Messages about your shifts: ${notices ? "by direct message" : "none"}`,
    `Workflows that others build: ${
      workflow_presence
        ? "may set your presence, never to away while you are on call"
        : "may not set your presence"
    }`,
  ];
  if (gone.length > 0) {
    const names = namedStates(rules, gone);
    lines.push(
      `You also allowed ${names}, which Shiftlight no longer has; it is kept in case it comes back`,
    );
  }
  return lines.map((line) => `• ${line}`).join("\n");
}

/** What one may no longer do, as parts of a sentence. */
function takenBack(
  rules: StateRules,
  before: Choices,
  now: Choices,
): string[] {
  const states = before.states.filter((state) => !now.states.includes(state));
  const isLess = <Name extends keyof Choices>(
    name: Name,
    most: Choices[Name],
  ) => before[name] === most && now[name] !== most;
  return [
    states.length > 0 ? namedStates(rules, states) : "",
    isLess("on_own_status", "replace") ? "replacing your own status" : "",
    isLess("after_manual_change", "resume")
      ? "showing a shift again after you changed your status"
      : "",
    isLess("dnd", true) ? "pausing notifications" : "",
    isLess("presence", true) ? "showing you as away" : "",
    isLess("notices", true) ? "telling you about your shifts" : "",
    isLess("workflow_presence", true)
      ? "letting workflows set your presence"
      : "",
  ].filter(Boolean);
}

/** When what was chosen takes effect. */
interface Next {
  /** `null`: it could not be read. */
  mode: { mode: Mode; restoreReason: string | null } | null;
  runInSeconds: number;
}

function nextText({ mode, runInSeconds }: Next, isLess: boolean): string {
  const within = withinText(runInSeconds);
  if (mode !== null && mode.restoreReason !== null) {
    return "Nothing shows for now: an operator restored everyone. Once an operator switches Shiftlight on again, your shifts show.";
  }
  if (mode?.mode === "preview") {
    return "Shiftlight is in preview: it sets nothing yet, and operators see what it would do. Once an operator switches it on, your shifts show.";
  }
  const unless = mode === null ? ", unless Shiftlight is in preview" : "";
  return isLess
    ? `It changes what shows now ${within}${unless}.`
    : `A shift that is under way shows ${within}${unless}.`;
}

/**
 * @param before What counted until now; `null`: they opted in for the first time.
 * @param links Everything that a person can do.
 */
export function optedIn(
  rules: StateRules,
  before: Choices | null,
  now: Choices,
  next: Next,
  links: readonly Link[],
): string {
  const choices = choicesText(rules, now);
  const less = before === null ? [] : takenBack(rules, before, now);
  const title = before === null
    ? "*You are opted in.*"
    : choices === choicesText(rules, before)
    ? "*Your choices are as they were.*"
    : "*Your choices are changed.*";
  return [
    `${title} This is what counts now:`,
    choices,
    less.length > 0 ? `No longer allowed: ${less.join(", ")}.` : "",
    nextText(next, less.length > 0),
    linksText(links),
  ].filter(Boolean).join("\n");
}

function linksText(links: readonly Link[]): string {
  if (links.length === 0) return "";
  const named = links.map(({ title, url }) => linkText({ name: title, url }));
  return `What you can do: ${named.join(" · ")}`;
}

/** @param reason Why their record does not parse. */
export function consentUnreadable(reason: string): string {
  return [
    `Nothing was changed: what you chose before cannot be read (${
      escapeText(reason)
    }).`,
    "Ask an operator to check it. Or open *Opt out*, which deletes it, and then *Opt in* again.",
  ].join(" ");
}

export const OPTED_OUT_MEANWHILE =
  "You opted out in the same moment, and that counts. To opt in, open *Opt in* again.";

export function unknownStates(unknown: string[], known: string[]): string {
  return `Unknown state ${unknown.join(", ")}. Choose from ${
    known.join(", ")
  }.`;
}

/** For an answer that is not in the form: a custom workflow gave it. */
export function unknownChoice(given: string, choices: readonly string[]) {
  return `"${given}" is none of ${choices.join(", ")}.`;
}
