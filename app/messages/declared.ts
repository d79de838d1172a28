/** What people read when they declare focus time, time off or a deploy freeze. */
import { escapeText } from "../../slack/messages.ts";
import {
  capitalized,
  type Days,
  daysText,
  linkText,
  listText,
  mentions,
  type Period,
  type Reader,
  spanText,
  UNLESS_PREVIEW,
  withinText,
} from "./phrases.ts";

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
 * shift that it belongs to, or had one of their own at its start; an operator
 * restored them; they dismissed it; or another state counts more, whose label is `by`.
 */
export type NotShown =
  | { why: "yielded" | "skipped" | "put_back" | "dismissed" }
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

function notShownText(notShown: NotShown, label: string): string {
  switch (notShown.why) {
    case "yielded":
      return `It does not show now: you changed or cleared your status during this ${label}, so it stays yours until that ends. To show it, choose in *Opt in* that a shift shows again, and clear your status.`;
    case "skipped":
      return `It does not show now: you had a status of your own when this ${label} began, and you chose to keep it. To show it, choose something else in *Opt in*.`;
    case "put_back":
      return `It does not show now: an operator restored what was there before during this ${label}.`;
    case "dismissed":
      return `It does not show now: you skipped this ${label}, so Shiftlight leaves you alone until that ends.`;
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
