/** What people read when they declare focus time, time off or a deploy freeze, end it, or undo that. */
import { escapeText } from "../../slack/messages.ts";
import {
  capitalized,
  type Days,
  daysText,
  linkText,
  listText,
  mentions,
  type Reader,
  timeText,
  whenText,
  withinText,
} from "./phrases.ts";

/** What was declared, and for when. Instants are Unix seconds. */
export interface Period {
  /** The label of its state, within a sentence: `focus time`. */
  label: string;
  start: number;
  end: number | null;
  /** For whole days, those days. */
  days: Days | null;
}

/** A declaration, and what it changes. */
export interface Declared extends Period {
  /** Slack user group id; left out, it is for the person who clicked. */
  group?: string | undefined;
  /** What else to say about its end. */
  note?: string | undefined;
  /** The whole days that count now, including those declared before. */
  allDays: Days | null;
  /** What was declared before and ends because of it. */
  replaced: readonly Period[];
  /** Seconds until the run that shows it begins. */
  runInSeconds: number;
  /** Whether it is not known that they have opted in for it. */
  unconfirmed: boolean;
  /** Why it does not show now although they opted in; `null` if nothing is known to be in the way. */
  notShown: NotShown | null;
}

/**
 * Why something declared does not show now: the person changed the status of a
 * shift that it belongs to, or skipped that shift; an operator restored them; or
 * another state counts more, whose label is `by`.
 */
export type NotShown =
  | { why: "yielded" | "skipped" | "put_back" }
  | { why: "outranked"; by: string };

export function declared(declared: Declared, reader: Reader): string {
  const { group, label } = declared;
  const forGroup = group === undefined ? "" : ` for <!subteam^${group}>`;
  return [
    `${capitalized(label)} is recorded${forGroup}: ${
      spanText(declared, reader)
    } (${reader.timeZone}).`,
    declared.note ?? "",
    joinedText(declared, reader),
    replacedText(declared, reader),
    group === undefined
      ? ""
      : `It shows only for members of the group who opted in for ${label}.`,
    declared.notShown === null
      ? shownText(declared, reader)
      : notShownText(declared.notShown, label),
    "*End it now* ends it at any time.",
  ].filter(Boolean).join("\n");
}

function shownText(
  { start, label, runInSeconds, unconfirmed }: Declared,
  { now }: Reader,
): string {
  const when = start > now ? "when it starts" : withinText(runInSeconds);
  const whom = unconfirmed ? `, if you have opted in for ${label}` : "";
  return `It shows ${when}${whom}, ${UNLESS_PREVIEW}. If you have a status of your own then, Shiftlight does what you chose when you opted in.`;
}

/** A click does not read the mode: it may take few calls. */
const UNLESS_PREVIEW = "unless Shiftlight is in preview";

function notShownText(notShown: NotShown, label: string): string {
  switch (notShown.why) {
    case "yielded":
      return `It does not show now: you changed or cleared your status during this ${label}, so it stays yours until that ends. To show it, choose in *Opt in* that a shift shows again, and clear your status.`;
    case "skipped":
      return `It does not show now: you had a status of your own when this ${label} began, and you chose to keep it. To show it, choose something else in *Opt in*.`;
    case "put_back":
      return `It does not show now: an operator restored what was there before during this ${label}.`;
    case "outranked":
      return `It does not show now: ${notShown.by} counts more, and is shown until it ends.`;
  }
}

/** @param link To opt in, if it is known. */
export function notOptedIn(label: string, link: string | null): string {
  const optIn = link === null
    ? "the *Opt in* link that was shared with you"
    : linkText({ name: "Opt in", url: link });
  return `Nothing was recorded: you have not opted in for ${label}. Open ${optIn}, choose ${label}, and then declare it again.`;
}

/** Says that declaring fewer days does not shorten what was declared before. */
function joinedText({ days, allDays }: Declared, reader: Reader): string {
  if (days === null || allDays === null) return "";
  if (days.first === allDays.first && days.last === allDays.last) return "";
  return `Together with what was declared before, it is now ${
    daysText(allDays, reader)
  }. For fewer days, end it and declare it again.`;
}

function replacedText({ replaced }: Declared, reader: Reader): string {
  if (replaced.length === 0) return "";
  const former = replaced.map((each) => spanText(each, reader)).join("; ");
  return `It replaces what was declared before (${former}), which ends when this starts and does not come back afterwards.`;
}

/** `until 17:00`, `Tue 3 to Thu 5 Mar, back Friday`. */
function spanText(period: Period, reader: Reader): string {
  const { days } = period;
  return days === null ? whenText(period, reader) : daysText(days, reader);
}

/** `focus time until 17:00`. */
function periodText(period: Period, reader: Reader): string {
  return `${escapeText(period.label)} ${spanText(period, reader)}`;
}

function bullets(periods: readonly Period[], reader: Reader): string {
  return periods.map((each) => `\n• ${periodText(each, reader)}`).join("");
}

/** @param time When the working day ends: `17:00`. */
export function workingDayOver(time: string): string {
  return `Your working day ended at ${time}, so it lasts an hour.`;
}

export const NO_OTHER_END =
  "You chose another end, but not which. Nothing was recorded. Open *Start focus time* again and fill in when it ends.";

export const FOCUS_TOO_LONG =
  "Focus time may last a day at most, because it may pause your notifications. Nothing was recorded. For whole days, use *Take time off*.";

export const END_IN_PAST = "The end is in the past. Nothing was recorded.";

export const TOO_FAR_AWAY =
  "The start and the end may be at most two years away. Nothing was recorded.";

export const END_BEFORE_START =
  "The end must be after the start. Nothing was recorded.";

/** @param last `2026-03-01`. */
export function lastDayInPast(last: string, reader: Reader): string {
  return `The last day (${
    dayText(last, reader)
  }) is in the past. Nothing was recorded.`;
}

export function lastDayBeforeFirst(
  { first, last }: { first: string; last: string },
  reader: Reader,
): string {
  return `The last day (${dayText(last, reader)}) is before the first day (${
    dayText(first, reader)
  }). Nothing was recorded.`;
}

function dayText(day: string, reader: Reader): string {
  return daysText({ first: day, last: day }, reader).split(",")[0]!;
}

export function notADay(field: string, text: string): string {
  return `${field}: "${text}" is not a date. Write it like 2026-03-02.`;
}

/** @param known The labels of the configuration's states. */
export function unknownState(label: string, known: readonly string[]): string {
  return `Shiftlight has no ${label} here, only ${
    listText(known)
  }. Nothing was recorded.`;
}

/** What was to be ended, and is not there. */
interface NothingToEnd {
  /** The label of the chosen state; `null` if none was chosen. */
  label: string | null;
  /** Slack user group id; left out, the person's own. */
  group?: string | undefined;
  /** What else was declared, and could be ended. */
  others: readonly Period[];
}

export function nothingToEnd(
  { label, group, others }: NothingToEnd,
  reader: Reader,
): string {
  const what = label === null ? "nothing" : `no ${escapeText(label)}`;
  const text = group === undefined
    ? `There is nothing to end: you declared ${what} that is under way or still to come.`
    : `There is nothing to end: ${what} that is under way or still to come was declared for <!subteam^${group}>.`;
  if (others.length > 0) return `${text}${stillThere(others, reader)}`;
  return group === undefined
    ? `${text} To end a shift that comes from a roster, change the roster.`
    : text;
}

function stillThere(periods: readonly Period[], reader: Reader): string {
  return periods.length === 0
    ? ""
    : `\nStill there:${bullets(periods, reader)}`;
}

/** For a click that does not say what to end, if that is not clear. */
export function chooseWhatToEnd(
  periods: readonly Period[],
  reader: Reader,
): string {
  return `Nothing was ended, because you declared more than one thing:${
    bullets(periods, reader)
  }\nOpen *End it now* again and choose what to end.`;
}

/** For a second click that would end what comes next. */
export function endedMomentsAgo(
  periods: readonly Period[],
  reader: Reader,
): string {
  return `You ended this a moment ago:${
    bullets(periods, reader)
  }\nNothing else was ended. To end what is still to come, too, open *End it now* again in a minute.`;
}

/** What a click ended, and what happens next. */
interface Ended {
  /** As they were before. */
  periods: readonly Period[];
  /** Slack user group id; left out, the person's own. */
  group?: string | undefined;
  /** What else was declared, and stays. */
  toCome: readonly Period[];
  /** Seconds until the run that restores begins. */
  runInSeconds: number;
  /** `null` if it is not known. */
  undoLink: string | null;
  /** Until when it can be undone (Unix seconds). */
  undoUntil: number;
}

export function ended(
  { periods, group, toCome, runInSeconds, undoLink, undoUntil }: Ended,
  reader: Reader,
): string {
  const forGroup = group === undefined ? "" : ` for <!subteam^${group}>`;
  const isShown = periods.some(({ start }) => start <= reader.now);
  const restored = isShown
    ? `\nWhere Shiftlight shows it, what was there before is restored ${
      withinText(runInSeconds)
    }, ${UNLESS_PREVIEW}.`
    : "";
  const undo = undoLink === null
    ? "*Undo*"
    : linkText({ name: "Undo", url: undoLink });
  return `Ended${forGroup}:${bullets(periods, reader)}${restored}${
    stillThere(toCome, reader)
  }\n${undo} brings back what you ended, until ${timeText(undoUntil, reader)}.`;
}

/** What a click on *Undo* brought back. */
interface Undone {
  periods: readonly Period[];
  /** What was declared after the end, and overlaps. */
  meanwhile: readonly Period[];
  /** Seconds until the run that shows it begins. */
  runInSeconds: number;
}

export function undone(
  { periods, meanwhile, runInSeconds }: Undone,
  reader: Reader,
): string {
  const isShown = periods.some(({ start }) => start <= reader.now);
  const shows = isShown
    ? `\nWhat is under way shows again ${
      withinText(runInSeconds)
    }, ${UNLESS_PREVIEW}. If you have a status of your own then, Shiftlight does what you chose when you opted in.`
    : "";
  const both = meanwhile.length === 0
    ? ""
    : `\nThis was declared meanwhile and counts, too. Where they overlap, both show as one, until the later end:${
      bullets(meanwhile, reader)
    }`;
  return `It is back, as it was before you ended it:${
    bullets(periods, reader)
  }${both}${shows}`;
}

/** Why *Undo* brings nothing back. */
export type WhyNotUndone =
  | "back already"
  | "over"
  | "too late"
  | "nothing ended";

/** @param periods What that is true of. */
export function nothingToUndo(
  why: WhyNotUndone,
  periods: readonly Period[],
  reader: Reader,
): string {
  const list = bullets(periods, reader);
  switch (why) {
    case "back already":
      return `It is back already:${list}`;
    case "over":
      return `Nothing was changed: what you ended would be over by now.${list}`;
    case "too late":
      return `Nothing was changed: you ended this more than ten minutes ago, so it stays ended.${list}\nYou can declare it again.`;
    case "nothing ended":
      return "There is nothing to undo: you ended nothing in the last ten minutes.";
  }
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
