import { UnreadableFeed } from "./errors.ts";

/** One component, with the lines of it that this app reads, unfolded. */
export interface Component {
  /** `VEVENT`, `STANDARD`. */
  name: string;
  /** The number of its first line, from 1. */
  line: number;
  lines: string[];
  /** The `STANDARD` and `DAYLIGHT` of a `VTIMEZONE`; empty for others. */
  parts: Component[];
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
/** Limit for lines that are read. A description may be of any length. */
const LONGEST_LINE = 64 * 1024;
const MOST_LINES = 10_000;
const MOST_LINES_OF_FEED = 1_000_000;

/** The properties that are read of each component. */
const READ: Readonly<Record<string, ReadonlySet<string>>> = {
  VCALENDAR: new Set(["X-WR-CALNAME", "X-WR-TIMEZONE", "NAME"]),
  VEVENT: new Set([
    ...["UID", "SEQUENCE", "RECURRENCE-ID", "STATUS", "SUMMARY"],
    ...["DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE"],
    ...["ATTENDEE", "ORGANIZER"],
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
 * A line that is no property is skipped: it may be the rest of a text that was
 * not folded properly.
 *
 * @throws {UnreadableFeed} if the feed exceeds a limit, or if its components are
 * not closed in order. Any number of events may be lost then; most often the
 * feed was cut off on its way.
 */
export function scan(text: string): Feed {
  const feed: Feed = { lines: [], events: [], zones: [] };
  const open: Component[] = [];
  let calendars = 0;
  for (const line of logicalLines(text)) {
    const name = nameOfLine(text, line);
    const inner = open.at(-1);
    if (name === "BEGIN") {
      const begun = {
        name: valueOf(text, line).toUpperCase(),
        line: line.number,
        lines: [],
        parts: [],
      };
      begin(begun, open, feed);
      calendars += open.length === 1 ? 1 : 0;
    } else if (inner === undefined) {
      throw outside(text, line, calendars);
    } else if (name === "END") {
      end(valueOf(text, line).toUpperCase(), line.number, open, feed);
    } else if (READ[inner.name]?.has(name)) {
      keep(inner, text, line);
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

/** A line and those that continue it, as a place in the text. */
interface Line {
  from: number;
  to: number;
  /** Whether other lines continue it. */
  folded: boolean;
  /** From 1. */
  number: number;
}

function* logicalLines(text: string): Generator<Line> {
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let number = 1;
  while (from < text.length) {
    const first = number;
    let to = endOfLine(text, from);
    let folded = false;
    while (isSpace(text.charCodeAt(to + 1)) && number < MOST_LINES_OF_FEED) {
      folded = true;
      number++;
      to = endOfLine(text, to + 1);
    }
    number++;
    if (number > MOST_LINES_OF_FEED) {
      throw new UnreadableFeed(`it has more than ${MOST_LINES_OF_FEED} lines`);
    }
    if (folded || !isBlank(text, from, to)) {
      yield { from, to, folded, number: first };
    }
    from = to + 1;
  }
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
}

/** Whether a line that begins so continues the line before it. */
function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

function isBlank(text: string, from: number, to: number): boolean {
  return to === from || (to === from + 1 && text[from] === "\r");
}

/** The name of a property, in upper case, or `""`. */
function nameOfLine(text: string, { from, to, folded }: Line): string {
  const head = text.slice(from, Math.min(to, from + LONGEST_NAME));
  const unfoldedHead = folded ? unfolded(head) : head;
  return /^([A-Za-z0-9-]+)[:;]/.exec(unfoldedHead)?.[1]?.toUpperCase() ?? "";
}

const LONGEST_NAME = 40;

function wholeLine(text: string, { from, to, folded }: Line): string {
  const raw = text.slice(from, to);
  return (folded ? unfolded(raw) : raw).replace(/\r$/, "");
}

function unfolded(text: string): string {
  return text.replace(/\r?\n[ \t]/g, "");
}

/** The value of a `BEGIN` or `END`. */
function valueOf(text: string, line: Line): string {
  const short = { ...line, to: Math.min(line.to, line.from + LONGEST_LINE) };
  return wholeLine(text, short).replace(/^[^:]*:/, "").trim();
}

/** The name of a component in errors. A text that is no name is not quoted. */
function shown(name: string): string {
  return /^[A-Z-]{1,20}$/.test(name) ? name : "component";
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
  if (name === "VCALENDAR") feed.lines.push(...ended.lines);
}

function keep(component: Component, text: string, line: Line): void {
  const { name, lines } = component;
  // Folds, of two or three characters each, may be most of the raw line.
  const kept = line.to - line.from > LONGEST_LINE * 2
    ? null
    : wholeLine(text, line);
  if (kept === null || kept.length > LONGEST_LINE) {
    throw new UnreadableFeed(
      `line ${line.number} of it has more than ${LONGEST_LINE} characters`,
    );
  }
  lines.push(kept);
  if (lines.length > MOST_LINES) {
    throw new UnreadableFeed(
      `the ${name} of its line ${component.line} has more than ` +
        `${MOST_LINES} lines`,
    );
  }
}

function outside(text: string, line: Line, calendars: number): UnreadableFeed {
  if (calendars > 0) {
    return new UnreadableFeed(
      `it is broken: line ${line.number} lies outside of any calendar`,
    );
  }
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
