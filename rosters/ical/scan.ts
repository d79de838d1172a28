import { lastAddressOf } from "./content_line.ts";
import { UnreadableFeed } from "./errors.ts";
import {
  isSpace,
  type Line,
  logicalLines,
  LONGEST_LINE,
  LONGEST_NAME,
  nameOfLine,
  valueOf,
  wholeLine,
  withLineFeeds,
} from "./lines.ts";

/** One component, with the lines of it that this app reads, unfolded. */
export interface Component {
  /** `VEVENT`, `STANDARD`. */
  name: string;
  /** The number of its first line, from 1. */
  line: number;
  lines: string[];
  /** The `STANDARD` and `DAYLIGHT` of a `VTIMEZONE`; empty for others. */
  parts: Component[];
  /** Whether its calendar cancels all of its events (`METHOD:CANCEL`). */
  cancelled?: true;
}

/** The components of a feed, not yet parsed. */
export interface Feed {
  /** The lines of the calendar itself: its name, its zone. */
  lines: string[];
  events: Component[];
  zones: Component[];
}

const MOST_EVENTS = 50_000;
const DEEPEST = 8;
const MOST_LINES = 10_000;

/** The properties that are read of each component. */
const READ: Readonly<Record<string, ReadonlySet<string>>> = {
  VCALENDAR: new Set(["X-WR-CALNAME", "X-WR-TIMEZONE", "NAME", "METHOD"]),
  VEVENT: new Set([
    ...["UID", "SEQUENCE", "RECURRENCE-ID", "STATUS", "SUMMARY"],
    ...["DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE"],
    ...["ATTENDEE", "ORGANIZER", "TRANSP"],
    ...["X-MICROSOFT-CDO-BUSYSTATUS", "X-LOTUS-NOTICETYPE"],
  ]),
  VTIMEZONE: new Set(["TZID"]),
  STANDARD: zoneLines(),
  DAYLIGHT: zoneLines(),
};

function zoneLines() {
  return new Set([
    ...["DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"],
  ]);
}

/**
 * Splits a feed into components, line by line, and checks its limits before
 * anything else reads it.
 *
 * A line that is no property is the rest of a text that was not folded properly.
 * It is added to a summary or a person before it; elsewhere it is skipped, unless
 * it begins like a property that may not be lost. What follows the end of the
 * calendar is skipped, unless it is another component.
 *
 * @throws {UnreadableFeed} if the feed exceeds a limit, or if its components are
 * not closed in order. Any number of events may be lost then; most often the
 * feed was cut off on its way.
 */
export function scan(feedText: string): Feed {
  const text = withLineFeeds(feedText);
  const feed: Feed = { lines: [], events: [], zones: [] };
  const open: Component[] = [];
  let calendars = 0;
  /** The component whose last line may go on in the next one. */
  let goesOn: Component | null = null;
  for (const line of logicalLines(text)) {
    const inner = open.at(-1);
    const name = nameOf(text, line, goesOn !== null);
    if (name === "BEGIN") {
      begin(componentOf(text, line), open, feed);
      calendars += open.length === 1 ? 1 : 0;
      goesOn = null;
    } else if (inner === undefined) {
      if (calendars === 0) throw outside(text, line);
    } else if (name === "END") {
      end(valueOf(text, line).toUpperCase(), line.number, open, feed);
      goesOn = null;
    } else if (name === "" && goesOn !== null) {
      append(goesOn, text, line);
      goesOn = mayGoOn(goesOn) ? goesOn : null;
    } else if (
      READ[inner.name]?.has(name) ||
      (name === "" || name === TORN_NAME) && isTorn(inner, text, line)
    ) {
      keep(inner, text, line);
      goesOn = TEXTS.has(name) && mayGoOn(inner) ? inner : null;
    } else if (name !== "") {
      goesOn = null;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    throw new UnreadableFeed(
      `it ends in the middle of a ${shown(unclosed.name)} ` +
        `that begins in line ${unclosed.line}: it was cut off`,
    );
  }
  if (calendars === 0) throw new UnreadableFeed("it is empty");
  return feed;
}

/** Properties that may go on in the next line without a fold. */
const TEXTS = new Set(["SUMMARY", "ATTENDEE", "ORGANIZER"]);

/** Properties by which a person may be lost. */
const TORN =
  /^(DTSTART|DTEND|DURATION|RECURRENCE-ID|RRULE|EXRULE|RDATE|EXDATE|ATTENDEE|ORGANIZER|SUMMARY|X-MICROSOFT-CDO-BUSYSTATUS)(?![\w-])/;
const TORN_NAME = "X-";

/** Whether an event's line begins like such a property, but lacks what follows its name. */
function isTorn(
  { name }: Component,
  text: string,
  { from, to }: Line,
): boolean {
  return name === "VEVENT" &&
    TORN.test(text.slice(from, Math.min(to, from + LONGEST_NAME)));
}

/**
 * The name of a property, in upper case, or `""`.
 *
 * @param goesOn Whether the line before may go on in this one: a word and a colon
 * may then be its text (`Note: see you`).
 */
function nameOf(text: string, line: Line, goesOn: boolean): string {
  const name = nameOfLine(text, line);
  const upper = name.toUpperCase();
  const isText = goesOn && name !== upper && !READ.VEVENT!.has(upper) &&
    upper !== "BEGIN" && upper !== "END";
  if (isText) return "";
  // A property of some program, without a value: no text either.
  return upper === "" && /^X-/i.test(text.slice(line.from, line.from + 2))
    ? TORN_NAME
    : upper;
}

/**
 * Whether the component's last line may go on without a fold: a summary, or a
 * person whose line has no end yet, since comments of people hold line ends.
 */
function mayGoOn({ lines }: Component): boolean {
  const last = lines.at(-1)!;
  if (/^SUMMARY/i.test(last)) return true;
  const quotes = last.split('"').length - 1;
  return quotes % 2 === 1 || lastAddressOf(last) === "";
}

/** Adds the rest of a text to the line that it belongs to. */
function append(component: Component, text: string, line: Line): void {
  const { lines } = component;
  const raw = wholeLine(text, line);
  const rest = isSpace(raw.charCodeAt(0)) ? raw.slice(1) : ` ${raw}`;
  const whole = lines.at(-1)! + rest;
  if (whole.length > LONGEST_LINE) throw tooLong(line);
  lines[lines.length - 1] = whole;
}

/** The name of a component in errors. A text that is no name is not quoted. */
function shown(name: string): string {
  return /^[A-Z-]{1,20}$/.test(name) ? name : "component";
}

function componentOf(text: string, line: Line): Component {
  const name = valueOf(text, line).toUpperCase();
  return { name, line: line.number, lines: [], parts: [] };
}

function begin(begun: Component, open: Component[], feed: Feed): void {
  const outer = open.at(-1);
  const where = `in line ${begun.line}`;
  const fits = begun.name === "VCALENDAR"
    ? outer === undefined
    : begun.name === "VEVENT" || begun.name === "VTIMEZONE"
    ? outer?.name === "VCALENDAR"
    : outer !== undefined;
  if (!fits) {
    throw outer === undefined
      ? notACalendar(`it begins with BEGIN:${shown(begun.name)}`)
      : new UnreadableFeed(
        `it is broken: a ${shown(begun.name)} begins ${where}, within ` +
          `a ${shown(outer.name)} that has not ended`,
      );
  }
  open.push(begun);
  if (open.length > DEEPEST) {
    throw new UnreadableFeed(`it is broken: it nests too deep ${where}`);
  }
  if (begun.name === "VEVENT") feed.events.push(begun);
  if (begun.name === "VTIMEZONE") feed.zones.push(begun);
  if (outer?.name === "VTIMEZONE") outer.parts.push(begun);
  if (feed.events.length > MOST_EVENTS || feed.zones.length > MOST_ZONES) {
    throw new UnreadableFeed(
      `it has more than ${MOST_EVENTS} events or ${MOST_ZONES} time zones: ` +
        `take a calendar of shifts alone, or one of less of the past`,
    );
  }
}

const MOST_ZONES = 1_000;

function end(
  name: string,
  line: number,
  open: Component[],
  feed: Feed,
): void {
  const ended = open.pop()!;
  if (ended.name !== name) {
    throw new UnreadableFeed(
      `it is broken: ${shown(name)} ends in line ${line}, where ` +
        `the ${shown(ended.name)} of line ${ended.line} is open`,
    );
  }
  if (name !== "VCALENDAR") return;
  feed.lines.push(...ended.lines);
  if (ended.lines.some((line) => /^METHOD[^:]*:\s*CANCEL\s*$/i.test(line))) {
    for (const event of eventsAfter(ended.line, feed)) event.cancelled = true;
  }
}

/** From the end, since a feed may hold very many calendars. */
function* eventsAfter(line: number, { events }: Feed): Generator<Component> {
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at]!;
    if (event.line < line) return;
    yield event;
  }
}

function keep(component: Component, text: string, line: Line): void {
  const { name, lines } = component;
  // Folds, of two or three characters each, may be most of the raw line.
  const kept = line.to - line.from > LONGEST_LINE * 2
    ? null
    : wholeLine(text, line);
  if (kept === null || kept.length > LONGEST_LINE) {
    throw tooLong(line);
  }
  lines.push(kept);
  if (lines.length > MOST_LINES) {
    throw new UnreadableFeed(
      `the ${name} of its line ${component.line} has more than ` +
        `${MOST_LINES} lines`,
    );
  }
}

function tooLong({ number }: Line): UnreadableFeed {
  return new UnreadableFeed(
    `line ${number} of it has more than ${LONGEST_LINE} characters`,
  );
}

function outside(text: string, line: Line): UnreadableFeed {
  const head = text.slice(line.from, line.from + 2_000);
  return notACalendar(
    /^\s*</.test(head)
      ? "it is a web page, such as one for signing in"
      : `it does not begin with BEGIN:VCALENDAR`,
  );
}

function notACalendar(why: string): UnreadableFeed {
  return new UnreadableFeed(
    `it is no calendar: ${why}; take the address of the calendar in ` +
      `iCalendar format, which opens without signing in`,
  );
}
