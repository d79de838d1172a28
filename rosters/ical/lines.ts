import { UnreadableFeed } from "./errors.ts";

const MOST_LINES_OF_FEED = 1_000_000;
/** Limit for lines that are read. A description may be of any length. */
export const LONGEST_LINE = 64 * 1024;
/** No name of a property, with its first folds, is longer. */
export const LONGEST_NAME = 40;

/** Some programs end lines by a carriage return alone, or by two and a line feed. */
export function withLineFeeds(text: string): string {
  return text.includes("\n")
    ? text.replaceAll("\r\r\n", "\r\n")
    : text.replaceAll("\r", "\n");
}

/** A line and those that continue it, as a place in the text. */
export interface Line {
  from: number;
  to: number;
  /** Whether other lines continue it. */
  folded: boolean;
  /** From 1. */
  number: number;
}

export function* logicalLines(text: string): Generator<Line> {
  // A byte order mark and white space may come first.
  let from = text.length - text.trimStart().length;
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
export function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

function isBlank(text: string, from: number, to: number): boolean {
  return to === from || (to === from + 1 && text[from] === "\r");
}

/** The name of a property as it is written, or `""`. */
export function nameOfLine(text: string, { from, to, folded }: Line): string {
  const head = text.slice(from, Math.min(to, from + LONGEST_NAME));
  const unfoldedHead = folded ? unfolded(head) : head;
  return /^([A-Za-z0-9-]+)\s?[:;]/.exec(unfoldedHead)?.[1] ?? "";
}

export function wholeLine(text: string, { from, to, folded }: Line): string {
  const raw = text.slice(from, to);
  return (folded ? unfolded(raw) : raw).replace(/\r$/, "");
}

function unfolded(text: string): string {
  return text.replace(/\r?\n[ \t]/g, "");
}

/** The value of a `BEGIN` or `END`. */
export function valueOf(text: string, line: Line): string {
  const short = { ...line, to: Math.min(line.to, line.from + LONGEST_LINE) };
  return wholeLine(text, short).replace(/^[^:]*:/, "").trim();
}
