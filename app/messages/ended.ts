/** What people read when they end what they declared, or undo that. */
import { escapeText } from "../../slack/messages.ts";
import {
  linkText,
  type Period,
  type Reader,
  spanText,
  timeText,
  UNLESS_PREVIEW,
  withinText,
} from "./phrases.ts";

/** `focus time until 17:00`. */
function periodText(period: Period, reader: Reader): string {
  return `${escapeText(period.label)} ${spanText(period, reader)}`;
}

function bullets(periods: readonly Period[], reader: Reader): string {
  return periods.map((each) => `\n• ${periodText(each, reader)}`).join("");
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
