/** What people read when they declare focus time, time off or a deploy freeze, or end it. */
import { formatUntil } from "../../reconciler/template.ts";
import { escapeText } from "../../slack/messages.ts";
import { mentions, withinText } from "./phrases.ts";

/** Whole days, `2026-03-02`, including the last one; `null` if there is no last day. */
export interface Days {
  first: string;
  last: string | null;
}

/** The time that something was declared for. Instants are Unix seconds. */
export interface Period {
  start: number;
  end: number | null;
  days: Days | null;
}

/** A declaration, and what it changes. */
export interface Declared extends Period {
  /** What people call it, at the beginning of a sentence: `Focus time`. */
  name: string;
  state: string;
  /** Slack user group id; left out, it is for the person who clicked. */
  group?: string | undefined;
  /** IANA name of the zone of the times in the text. */
  timeZone: string;
  /** Unix seconds. */
  now: number;
  /** The whole days that count now, including those declared before. */
  allDays: Days | null;
  /** What was declared before and ends because of it. */
  replaced: readonly Period[];
  next: Next;
  /** Why it does not show now although they opted in; `null` if nothing is known to be in the way. */
  notShown: NotShown | null;
}

/**
 * Why something declared does not show now: the person changed the status of a
 * shift that it belongs to, or skipped that shift; an operator restored them; or
 * another state counts more.
 */
export type NotShown =
  | { why: "yielded" | "skipped" | "put_back" }
  | { why: "outranked"; by: string };

/**
 * What happens next: a run shows it, or it does not show because the person has not
 * opted in. `isSure` says whether it is known that they have.
 */
export type Next =
  | { shows: true; runInSeconds: number; isSure: boolean }
  | { shows: false; optInLink: string | null };

export function declared(declared: Declared): string {
  const { name, group, state } = declared;
  const forGroup = group === undefined ? "" : ` for <!subteam^${group}>`;
  return [
    `${name} is recorded${forGroup}: ${whenText(declared)}.`,
    joinedText(declared),
    replacedText(declared),
    group === undefined
      ? ""
      : `It shows only for members of the group who opted in for ${state}.`,
    nextText(declared),
    "*End it now* ends it at any time.",
  ].filter(Boolean).join(" ");
}

function nextText(declared: Declared): string {
  const { next, notShown, state } = declared;
  if (!next.shows) return notOptedIn(state, next.optInLink);
  return notShown === null
    ? shownText(declared, next)
    : notShownText(notShown, state);
}

function shownText(
  { start, now, state }: Declared,
  { runInSeconds, isSure }: Next & { shows: true },
): string {
  const when = start > now ? "when it starts" : withinText(runInSeconds);
  const whom = isSure ? "" : `, if you opted in for ${state}`;
  return `It shows ${when}${whom}, ${UNLESS_PREVIEW}. If you have a status of your own then, Shiftlight does what you chose when you opted in.`;
}

/** A click does not read the mode: it may take few calls. */
const UNLESS_PREVIEW = "unless Shiftlight is in preview";

function notShownText(notShown: NotShown, state: string): string {
  switch (notShown.why) {
    case "yielded":
      return `It does not show now: you changed or cleared your status during this ${state} shift, so it stays yours until the shift ends. To show it, choose in *Opt in* that a shift shows again, and clear your status.`;
    case "skipped":
      return `It does not show now: you had a status of your own when this ${state} shift began, and you chose to keep it. To show it, choose something else in *Opt in*.`;
    case "put_back":
      return `It does not show now: an operator restored what was there before during this ${state} shift.`;
    case "outranked":
      return `It does not show now: ${notShown.by} counts more, and is shown until it ends.`;
  }
}

function notOptedIn(state: string, link: string | null): string {
  const how = link === null
    ? "To show it, open the *Opt in* link that was shared with you."
    : `To show it, opt in with ${link}.`;
  return `It does not show: you have not opted in for ${state}. ${how}`;
}

/** Says that declaring fewer days does not shorten what was declared before. */
function joinedText({ days, allDays }: Declared): string {
  if (days === null || allDays === null) return "";
  if (days.first === allDays.first && days.last === allDays.last) return "";
  return `Together with what was declared before, it is now ${
    daysText(allDays)
  }. For fewer days, end it and declare it again.`;
}

function replacedText({ replaced, timeZone, now }: Declared): string {
  if (replaced.length === 0) return "";
  const at = (instant: number) => formatUntil(instant, timeZone, now);
  const former = replaced.map(({ start, end, days }) => {
    if (days !== null) return daysText(days);
    const from = start > now ? `from ${at(start)} ` : "";
    return `${from}until ${end === null ? "you end it" : at(end)}`;
  }).join("; ");
  return `It replaces what was declared before (${former}), which ends when this starts and does not come back afterwards.`;
}

function whenText({ start, end, days, timeZone, now }: Declared): string {
  if (days !== null) {
    return `${daysText(days)}, whole days in your time zone (${timeZone})`;
  }
  const at = (instant: number) => formatUntil(instant, timeZone, now);
  const from = start > now ? `from ${at(start)}` : "from now on";
  const zone = start > now || end !== null ? ` (${timeZone})` : "";
  return `${from} until ${end === null ? "you end it" : at(end)}${zone}`;
}

function daysText({ first, last }: Days): string {
  if (last === null) return `from ${first} until you end it`;
  return last === first ? last : `${first} to ${last}`;
}

export const END_IN_PAST = "The end is in the past. Nothing was recorded.";

export const TOO_FAR_AWAY =
  "The start and the end may be at most two years away. Nothing was recorded.";

export const END_BEFORE_START =
  "The end must be after the start. Nothing was recorded.";

export function lastDayInPast(last: string): string {
  return `The last day (${last}) is in the past. Nothing was recorded.`;
}

export function lastDayBeforeFirst({ first, last }: Days): string {
  return `The last day (${last}) is before the first day (${first}). Nothing was recorded.`;
}

export function notADay(field: string, text: string): string {
  return `${field}: "${text}" is not a date. Write it like 2026-03-02.`;
}

export function unknownState(state: string, known: readonly string[]): string {
  return `Shiftlight has no state ${state} here. Its states are ${
    known.join(", ")
  }. Nothing was recorded.`;
}

/** @param group Slack user group id; left out, the person's own. */
export function nothingToEnd(group?: string): string {
  return group === undefined
    ? "There is nothing to end: you declared nothing that is under way or still to come. To end a shift that comes from a roster, change the roster."
    : `There is nothing to end: nothing that is under way or still to come was declared for <!subteam^${group}>.`;
}

/**
 * @param group Slack user group id; left out, the person's own.
 * @param runInSeconds Seconds until the run that restores begins.
 */
export function ended(
  states: readonly string[],
  group: string | undefined,
  runInSeconds: number,
): string {
  const what = group === undefined
    ? "what you declared"
    : `what was declared for <!subteam^${group}>`;
  return `Ended: ${what} (${
    states.join(", ")
  }). Where Shiftlight shows it, what was there before is restored ${
    withinText(runInSeconds)
  }, ${UNLESS_PREVIEW}.`;
}

/** @param managers Slack user ids of the people who may declare for a group. */
export function groupsAreForManagers(managers: readonly string[]): string {
  const who = managers.length === 0
    ? "Nobody may do it yet: add people to `freeze_managers` in shiftlight.config.ts."
    : `Ask ${mentions(managers)}.`;
  return `Only some people may do this for a user group, so nothing was recorded. ${who} To do it for yourself, leave the group empty.`;
}

/** The answer names at most so many groups. */
const GROUPS_NAMED = 10;

/**
 * @param typed What the person typed, as one line.
 * @param handles Those of the workspace's user groups, without `@`.
 */
export function noSuchGroup(typed: string, handles: readonly string[]): string {
  const named = handles.slice(0, GROUPS_NAMED).map((handle) => `@${handle}`);
  const more = handles.length - named.length;
  const known = named.length === 0
    ? "Slack has no user groups here."
    : `Slack's user groups here are ${named.join(", ")}${
      more > 0 ? ` and ${more} more` : ""
    }.`;
  const shown = escapeText(typed.slice(0, 80));
  return `There is no user group "${shown}", so nothing was recorded. ${known} Type a group's handle, such as @releases, or leave the field empty for yourself.`;
}
