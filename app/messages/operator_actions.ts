/**
 * What operators are asked before an action that concerns many people, and what the
 * report channel is told about their actions. Names are links here, not mentions:
 * they notify no one.
 */
import { shortText } from "../../plain_text.ts";
import type { Mode } from "../../config/schema.ts";
import { PART_TEXTS } from "../../reconciler/change.ts";
import type { PartName } from "../../reconciler/claim.ts";
import { formatUntil } from "../../reconciler/template.ts";
import { escapeText } from "../../slack/messages.ts";
import { listText, peopleText } from "./phrases.ts";

/** An operator who acts. */
export interface Actor {
  /** Slack user id. */
  id: string;
  /** Of the workspace. */
  team: string;
  /** `null` if Slack did not say. */
  name: string | null;
  /** IANA name, for clients that cannot show times by the reader's own clock. */
  timeZone: string;
}

/** The links by which operators act, by workflow. */
const TITLES = {
  put_everybody_back: "Restore everyone",
  put_one_person_back: "Restore one person",
  confirm_early_ends: "Confirm early ends",
  switch_mode: "Switch mode",
  set_up: "Set up Shiftlight",
} as const;

type ActionName = keyof typeof TITLES;

/** An action that asks first. */
type AskingAction = "put_everybody_back" | "confirm_early_ends";

/** Most people who are named. The others are counted. */
export const MOST_NAMED = 10;

/**
 * `ann, bob … and 12 more`.
 *
 * @param names As Slack has them; at least the first ten.
 * @param count How many there are.
 */
export function namesText(
  names: readonly string[],
  count = names.length,
): string {
  const shown = names.slice(0, MOST_NAMED).map((name) =>
    escapeText(shortText(name))
  );
  const more = count - shown.length;
  if (shown.length === 0) return peopleText(count);
  return more > 0 ? `${shown.join(", ")} … and ${more} more` : listText(shown);
}

/** The people whom an action concerns, and the parts that they get back. */
export interface Concerned {
  names: readonly string[];
  parts: Readonly<Record<PartName, number>>;
}

/** Why an operator is asked. `others`: more people than were shown; `late`: not asked in the last ten minutes. */
export type AskedBecause = "first" | "others" | "late";

const AGAIN: Readonly<Record<AskedBecause, string[]>> = {
  first: [],
  others: [
    "Nothing was changed: other people are concerned now than the ones you were shown.",
  ],
  late: [
    "Nothing was changed: you were not shown who is concerned in the last ten minutes.",
  ],
};

/**
 * Asks before everyone is restored.
 *
 * @param link Where to go on; `null` if it could not be found.
 */
export function askRestoreEveryone(
  concerned: Concerned,
  link: string | null,
  because: AskedBecause,
): string {
  const { names } = concerned;
  const what = names.length === 0
    ? ["*Restore everyone*: nobody shows anything that Shiftlight set."]
    : [
      `*Restore everyone* would restore ${peopleText(names.length)}: ${
        namesText(names)
      }.`,
      partsLine(concerned),
    ];
  return [
    ...AGAIN[because],
    ...what,
    "The mode would be *preview*: Shiftlight sets nothing for anyone until an operator uses *Switch mode*.",
    goOn("put_everybody_back", link),
  ].join("\n");
}

/**
 * Asks before early ends are confirmed.
 *
 * @param active How many showed a shift when the ends were held back.
 * @param link As above.
 */
export function askConfirmEarlyEnds(
  concerned: Concerned,
  active: number,
  link: string | null,
  because: AskedBecause,
): string {
  const { names } = concerned;
  return [
    ...AGAIN[because],
    `*Confirm early ends* would end the shifts of ${
      peopleText(names.length)
    } before their recorded end, of ${active} who showed a shift when they were held back: ${
      namesText(names)
    }.`,
    partsLine(concerned),
    "Check the rosters first: if they are wrong, do not confirm.",
    goOn("confirm_early_ends", link),
  ].join("\n");
}

function partsLine({ parts }: Concerned): string {
  const counted = (Object.keys(PART_TEXTS) as PartName[])
    .filter((part) => parts[part] > 0)
    .map((part) => `${PART_TEXTS[part]} of ${parts[part]}`);
  return `They get back what they had before: ${listText(counted)}.`;
}

function goOn(action: AskingAction, link: string | null): string {
  const title = TITLES[action];
  const where = link === null ? `*${title}*` : `<${link}|${title}>`;
  return `Nothing has been changed yet. To go on, open ${where} within ten minutes and choose *Do what I was shown*. To leave everything as it is, do nothing.`;
}

/** What the report channel is told. @param at When the link was opened (Unix seconds). */
export function toldAction(
  actor: Actor,
  action: ActionName,
  at: number,
  lines: readonly string[],
): string {
  return [openedBy(actor, action, at), ...lines].join("\n");
}

/**
 * What the report channel is told if the action's own execution told nothing.
 *
 * @param at As above.
 */
export function cutShort(
  actor: Actor,
  action: ActionName,
  at: number,
): string {
  return `${
    openedBy(actor, action, at)
  }\nIt was cut short. What it had begun, later runs finish; open the link again to be sure.`;
}

function openedBy(actor: Actor, action: ActionName, at: number): string {
  return `*${TITLES[action]}*, by ${actorText(actor)}, ${
    timeText(at, actor.timeZone)
  }`;
}

/** A link to their profile: a mention would notify them. */
function actorText({ id, team, name }: Actor): string {
  const label = name === null ? "an operator" : escapeText(name);
  return `<slack://user?team=${team}&id=${id}|${label}>`;
}

/** By each reader's own clock. */
function timeText(at: number, timeZone: string): string {
  const fallback = `${formatUntil(at, timeZone, at)} ${timeZone}`;
  return `<!date^${at}^{date_short_pretty} {time}|${fallback}>`;
}

/** For the operator, if the report channel could not be told. */
export function notTold(error: string): string {
  return `The report channel could not be told yet (${
    escapeText(error)
  }); a later run tries again.`;
}

/** @param by Slack user id of the operator who did it. */
export function alreadySwitched(mode: Mode, by: string): string {
  return `Nothing was changed: the mode is *${mode}* already${
    by === "" ? "" : `, switched by <@${by}>`
  }.`;
}

/**
 * @param by As above.
 * @param left How many people still show something; `null` if that was not counted.
 */
export function alreadyRestoring(by: string, left: number | null): string {
  const who = by === "" ? "" : `: <@${by}> opened *Restore everyone*`;
  const rest = left === null ? [] : [leftLine(left)];
  return [`Everyone is being restored already${who}.`, ...rest].join("\n");
}

/** @param left How many people later runs restore. */
export function leftLine(left: number): string {
  return left === 0
    ? "Nobody is left for later runs."
    : `Left for later runs, which go on by themselves: ${peopleText(left)}.`;
}

export const SETTING_UP_ALREADY =
  "The set-up is under way already: its findings come in a moment.";

/** For the report channel. */
export function modeSwitched(before: Mode, after: Mode): string {
  return before === after
    ? `The mode is *${after}* from now on. Nobody is kept from their shifts any more by *Restore everyone*.`
    : `The mode is *${after}* from now on; it was *${before}*.`;
}

/** For the report channel. @param names As `namesText` has them. */
export function endsConfirmed(names: readonly string[], count: number): string {
  return `The ends of ${peopleText(count)} are confirmed: ${
    namesText(names, count)
  }.`;
}

/** For the report channel. @param parts That were restored now; `isOpen`: a later run goes on. */
export function oneRestored(
  name: string,
  parts: readonly PartName[],
  isOpen: boolean,
): string {
  const what = parts.length === 0
    ? "nothing that Shiftlight set was left to restore"
    : `restored ${listText(parts.map((part) => PART_TEXTS[part]))}`;
  const rest = isOpen ? "; not finished yet, later runs go on" : "";
  return `${
    escapeText(name)
  }: ${what}${rest}. Their current shift does not show again until it ends.`;
}

/** For the report channel. @param missing How many checks failed. */
export function wasSetUp(
  changes: { made: number; changed: number; removed: number },
  missing: number,
): string {
  const counted = Object.entries(changes).filter(([, count]) => count > 0)
    .map(([verb, count]) => `${verb} ${count}`);
  const checks = missing === 0
    ? "all checks passed"
    : `checks failed: ${missing}`;
  return `Links and polls: ${listText(counted)}; ${checks}.`;
}
