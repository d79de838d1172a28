/** What people read about their own consent: opting in, opting out, and the connection to their account. */
import { PART_TEXTS, type Problem } from "../../reconciler/change.ts";
import type { PartName } from "../../reconciler/claim.ts";
import type {
  AfterManualChange,
  Consent,
  OnOwnStatus,
} from "../../reconciler/consent.ts";
import type { StateRules } from "../../reconciler/state_rule.ts";
import { escapeText } from "../../slack/messages.ts";
import type { Mode } from "../../config/schema.ts";
import {
  linkText,
  listText,
  partsText,
  type RestoredPart,
  stateLabel,
  withinText,
} from "./phrases.ts";

/** A link that people open, as the app's texts call it. */
interface Link {
  title: string;
  url: string;
}

/** What a person chose. */
export type Choices = Pick<
  Consent,
  "states" | "on_own_status" | "after_manual_change" | "dnd" | "presence"
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
  const { states, on_own_status, after_manual_change, dnd, presence } = choices;
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

/** The account that was connected: in this workspace, or elsewhere by its names. */
type Connected = { user: string } | { name: string; workspace: string };

/** For a connection to another person's account, or to one in another workspace. */
export function accountNotOwn(connected: Connected): string {
  const whose = "user" in connected
    ? `<@${connected.user}>`
    : `${escapeText(connected.name)} in another workspace (${
      escapeText(connected.workspace)
    })`;
  return [
    `Nothing was changed: the account you connected belongs to ${whose}.`,
    "Shiftlight does not use it.",
    "Sign in to Slack in your browser as yourself, open *Opt in* again and connect your own account.",
  ].join(" ");
}

/** @param error Slack's word for why. */
export function accountNotChecked(error: string): string {
  return [
    `Nothing was changed: Shiftlight could not check whose account you connected (${
      escapeText(error)
    }).`,
    "Open *Opt in* again in a few minutes.",
  ].join(" ");
}

export function unknownStates(unknown: string[], known: string[]): string {
  return `Unknown state ${unknown.join(", ")}. Choose from ${
    known.join(", ")
  }.`;
}

/** For an answer that is not in the form: a custom workflow gave it. */
export function unknownChoice(given: string, choices: readonly string[]) {
  return `"${given}" is none of ${choices.join(", ")}.`;
}

/** How a person's presence was restored when they opted out. */
export type OptOutOutcome =
  /** They had no record. */
  | { kind: "stranger" }
  /** Nothing of ours is left. `restored`: each part with the value that it has now. */
  | { kind: "done"; restored: RestoredPart[]; keptTheirs: boolean }
  | { kind: "waiting" }
  | { kind: "failed"; error: string }
  /** The record of what was there before does not parse. */
  | { kind: "unreadable"; record: Problem };

/**
 * @param auditDays How long entries on the audit log are kept.
 * @param optIn `null` if the link is not known.
 */
export function optedOut(
  outcome: OptOutOutcome,
  { auditDays, pollMinutes }: { auditDays: number; pollMinutes: number },
  optIn: Link | null,
): string {
  const back = `To come back, open ${
    optIn === null
      ? "*Opt in*"
      : linkText({ name: optIn.title, url: optIn.url })
  }`;
  if (outcome.kind === "stranger") {
    return [
      "You were not opted in, so there is nothing to restore. What you declared, if anything, is deleted.",
      `${back}.`,
    ].join("\n");
  }
  return [
    "*You are opted out.* Shiftlight sets nothing for you any more.",
    givenBack(outcome, pollMinutes),
    outcome.kind === "done"
      ? "Deleted: your choices, what was kept of your presence, what you declared for yourself, and how the rosters know you."
      : "",
    `What Shiftlight did stays on its log for ${auditDays} days, without the texts of your status.`,
    `${back} and choose again: it begins like the first time.`,
  ].filter(Boolean).join("\n");
}

function givenBack(
  outcome: Exclude<OptOutOutcome, { kind: "stranger" }>,
  pollMinutes: number,
): string {
  switch (outcome.kind) {
    case "waiting":
      return "It restores what was there before within two minutes, and then deletes your record.";
    case "failed":
      return [
        `It could not restore what was there before (${
          escapeText(outcome.error)
        }).`,
        `It tries again within ${pollMinutes} minutes, and then deletes your record.`,
      ].join(" ");
    case "unreadable": {
      const { about, reason } = outcome.record;
      return [
        `It cannot restore what was there before yet: your ${about} ${
          escapeText(reason)
        }.`,
        "Ask an operator to check it. Once it can be read, what was there before is restored and your record deleted.",
      ].join(" ");
    }
    case "done":
      return outcome.restored.length > 0
        ? `Restored: ${partsText(outcome.restored)}.`
        : outcome.keptTheirs
        ? "What you set yourself stays as it is."
        : "There was nothing to restore.";
  }
}

/** For a person who gets back something else than they had, because Slack refuses that. */
export function priorRefused(
  { part, before, after, error }: {
    part: PartName;
    /** As people read them. */
    before: string;
    after: string;
    /** Slack's word for why. */
    error: string;
  },
): string {
  const what = PART_TEXTS[part];
  return `Slack no longer accepts the ${what} that you had before your shift (${
    escapeText(error)
  }): ${escapeText(before)}.\nShiftlight restored this instead: ${
    escapeText(after)
  }.`;
}

/** The token that sets the person's status while their own connection does not work. */
type Substitute = "env" | "admin" | null;

export function connectAgain(
  { error, substitute, link, keptDays }: {
    /** Slack's word for why. */
    error: string;
    substitute: Substitute;
    /** The link to opt in, if it is known. */
    link: string | null;
    keptDays: number;
  },
): string {
  const meanwhile = substitute === "env"
    ? "For now, Shiftlight uses another token that your operators set for you."
    : substitute === "admin"
    ? "For now, an admin's token shows your shifts in your status. Your notifications and presence stay as they are until you connect again."
    : `Your shifts do not show until you connect again. Shiftlight keeps what you had before a shift for ${keptDays} days, and restores it once you connect.`;
  const how = link === null
    ? "open the *Opt in* link that was shared with you"
    : `open ${linkText({ name: "Opt in", url: link })}`;
  return [
    `Your connection to Shiftlight no longer works (${
      escapeText(error)
    }): Slack rejects its token.`,
    meanwhile,
    `To connect again, ${how} and submit the form.`,
  ].join(" ");
}

/** The outcome for a person whom an operator restored. */
export type OperatorRestore = "restored" | "unfinished" | "nothing";

export function restoredByOperator(
  operator: string,
  outcome: OperatorRestore,
): string {
  const what = {
    restored: "had Shiftlight restore what was there before your shift.",
    unfinished:
      "had Shiftlight restore what was there before your shift; it is not finished yet.",
    nothing: "had Shiftlight leave you alone.",
  }[outcome];
  return `An operator (<@${operator}>) ${what} Your current shift does not show again until it ends.`;
}
