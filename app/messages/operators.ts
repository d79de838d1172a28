/** What operators read when they use one of their links. */
import type { Problem } from "../../reconciler/change.ts";
import { escapeText } from "../../slack/messages.ts";
import { leftLine, namesText } from "./operator_actions.ts";
import {
  mentions,
  partsText,
  peopleText,
  type RestoredPart,
} from "./phrases.ts";

/** @param operators Slack user ids. */
export function operatorsOnly(operators: readonly string[]): string {
  const who = operators.length === 0
    ? "There are no operators yet: add some to `operators` in shiftlight.config.ts."
    : `Ask ${mentions(operators)}.`;
  return `Only operators may do this, so nothing was changed. ${who}`;
}

export const SWITCHED_TO_ENFORCE =
  "Enforce: from now on, Shiftlight carries out its plans. A run starts now.";

/** @param showing How many people still show what Shiftlight set, or why that is not known. */
export function switchedToPreview(showing: number | { error: string }): string {
  const now =
    "Preview: from now on, Shiftlight only reports its plans, each once, and changes nobody's presence.";
  if (typeof showing !== "number") {
    return `${now} Shiftlight could not read who still shows what it set (${
      escapeText(showing.error)
    }). *Restore everyone* restores them.`;
  }
  if (showing === 0) return `${now} Nobody shows anything that Shiftlight set.`;
  const show = showing === 1 ? "shows" : "show";
  return `${now} ${
    peopleText(showing)
  } still ${show} what Shiftlight set. *Restore everyone* restores what they had before.`;
}

export const NOTHING_TO_CONFIRM = "Nothing is waiting for confirmation.";

/** @param by Slack user id. */
export function alreadyConfirmed(by: string): string {
  return `Nothing is waiting for confirmation: <@${by}> already confirmed it.`;
}

/**
 * @param people How many people's ends were held back.
 * @param active How many showed a shift then.
 * @param names As `namesText` has them.
 */
export function earlyEndsConfirmed(
  people: number,
  active: number,
  names: readonly string[],
): string {
  return `Confirmed for ${
    peopleText(people)
  }, of ${active} who showed a shift then. A run starts now. It restores what was there before for those who are still off the rosters.\nThey are: ${
    namesText(names, people)
  }.`;
}

/** For a record that keeps an operator's click from being carried out. */
export function unusableRecord({ about, reason }: Problem): string {
  return `Nothing was changed: ${about} ${reason}`;
}

/** What *Restore everyone* did. */
export interface RestoredEveryone {
  /** The names of the people who were restored. */
  restored: readonly string[];
  /** How many later runs go on with. */
  left: number;
  failures: readonly { name: string; error: string }[];
  problems: readonly Problem[];
}

/** Most failures and problems that are named in the answer. The others are counted. */
const MOST_NAMED = 10;

/** Slack passes at most this many bytes in a string from step to step. */
const LONGEST_ANSWER_BYTES = 4000;

const NOTHING_MORE_IS_SET =
  "The mode is now *preview*: Shiftlight sets nothing until an operator switches to enforce.";

/** @param done `null` if another run held the lock all the time. */
export function restoredEveryone(done: RestoredEveryone | null): string {
  const lines = done === null
    ? [
      "Another run was at work all this time. Later runs restore everyone by themselves.",
    ]
    : restoredLines(done);
  return fitting([NOTHING_MORE_IS_SET, ...lines]);
}

function restoredLines(
  { restored, left, failures, problems }: RestoredEveryone,
): string[] {
  const named = [
    ...failures.map(({ name, error }) => ({ about: name, reason: error })),
    ...problems,
  ].map(({ about, reason }) => `• ${escapeText(about)}: ${escapeText(reason)}`);
  const more = named.length - MOST_NAMED;
  return [
    `Restored: ${peopleText(restored.length)}.`,
    ...restored.length === 0 ? [] : [`They are: ${namesText(restored)}.`],
    leftLine(left),
    ...failures.length === 0 ? [] : [
      `Failed, and tried again by later runs: ${peopleText(failures.length)}.`,
    ],
    ...named.slice(0, MOST_NAMED),
    ...more > 0 ? [`… and ${more} more`] : [],
  ];
}

/** The lines that fit into one answer; names and reasons come last. */
function fitting(lines: string[]): string {
  const kept = [...lines];
  const bytes = () => new TextEncoder().encode(kept.join("\n")).length;
  while (bytes() > LONGEST_ANSWER_BYTES) kept.pop();
  return kept.join("\n");
}

export const ANOTHER_RUN_IS_AT_WORK =
  "Another run is at work, so nothing was changed. Please try again.";

/** @param person Slack user id. */
export function nothingToRestore(person: string): string {
  return `There is nothing to restore for <@${person}>.`;
}

/** @param person Slack user id. */
export function alreadyRestoredOne(person: string): string {
  return `There is nothing to restore for <@${person}>: an operator restored them already. Their current shift does not show again until it ends.`;
}

/** The outcome for an operator who restored one person. */
export type RestoredOne =
  | { kind: "done"; restored: RestoredPart[] }
  /** A later run goes on. */
  | { kind: "unfinished"; error: string | null; pollMinutes: number };

/** @param person Slack user id. */
export function restoredOne(person: string, outcome: RestoredOne): string {
  return `${
    restoredOneText(person, outcome)
  } Their current shift does not show again until it ends.`;
}

function restoredOneText(person: string, outcome: RestoredOne): string {
  if (outcome.kind === "unfinished") {
    const { error, pollMinutes } = outcome;
    return error === null
      ? `<@${person}> is not fully restored yet. It goes on within two minutes.`
      : `<@${person}> is not fully restored yet (${
        escapeText(error)
      }). Shiftlight tries again within ${pollMinutes} minutes.`;
  }
  const { restored } = outcome;
  return restored.length > 0
    ? `Restored for <@${person}>: ${partsText(restored)}.`
    : `<@${person}> shows nothing that Shiftlight set: what is there is their own.`;
}

/** @param person Slack user id. */
export function couldNotTell(person: string, error: string): string {
  return `Shiftlight could not tell <@${person}> about it: ${
    escapeText(error)
  }.`;
}
