/**
 * Answers as plain data: what is said, before it is a message of Slack's. Texts of
 * others are marked as such and stay as they are; `message.ts` alone makes them safe.
 */

/** Our own words, or something else within a line. */
export type Piece =
  | string
  /** A name or a text of somebody else's. It is shown as it is, and notifies no one. */
  | { name: string; bold?: true }
  /** What people can type. */
  | { type: string }
  /** An instant in Unix seconds, told in each reader's time zone. */
  | { at: number }
  | { link: string; label: string };

/** A button that starts a link trigger, with the inputs that it gives it. */
export interface Button {
  /** The first word is ours, the rest may be a name. */
  text: string;
  /** The workflow that the link starts: `link_this_schedule`. */
  workflow: string;
  /** What tells it from the other buttons of the message; left out, its place does. */
  action?: string;
  style?: "primary" | "danger";
  inputs: Readonly<Record<string, string>>;
}

export interface Line {
  pieces: readonly Piece[];
  button?: Button;
  /** Set for a line at the end of a section that is shown small. */
  small?: true;
}

/** Lines that belong together. */
export interface Section {
  lines: readonly Line[];
  /** How many lines are shown at most; the rest is counted. Left out, as many as fit. */
  most?: number;
  /** How to ask for less. It is said only if lines had to be left out. */
  narrow?: readonly Piece[];
}

/** An answer has few sections; a section may have any number of lines. */
export type Answer = readonly Section[];

/**
 * One line.
 *
 * @example
 * line`${name("Payments")} is linked since ${{ at: 1772438400 }}.`
 */
export function line(
  words: TemplateStringsArray,
  ...between: (Piece | readonly Piece[])[]
): Line {
  const pieces = words.flatMap((text, index): Piece[] => {
    const next = between[index];
    return [text, ...(next === undefined ? [] : piecesOf(next))];
  });
  return { pieces: pieces.filter((piece) => piece !== "") };
}

function piecesOf(given: Piece | readonly Piece[]): readonly Piece[] {
  return isList(given) ? given : [given];
}

function isList(given: Piece | readonly Piece[]): given is readonly Piece[] {
  return Array.isArray(given);
}

/** A name, or another text of somebody else's. */
export function name(text: string): Piece {
  return { name: text };
}

/** The name that a line is about. */
export function title(text: string): Piece {
  return { name: text, bold: true };
}

/** What people can type. */
export function typing(text: string): Piece {
  return { type: text };
}

/** Pieces as a list: `Payments, Search and Mail`. Of a long list the rest is counted. */
export function listed(
  items: readonly (readonly Piece[])[],
  most = 5,
): readonly Piece[] {
  const shown = items.slice(0, items.length > most ? most : items.length);
  const left = items.length - shown.length;
  const all = left > 0 ? [...shown, [`${left} more`]] : shown;
  return all.flatMap((item, index) => {
    const before = index === 0 ? "" : index === all.length - 1 ? " and " : ", ";
    return before === "" ? item : [before, ...item];
  });
}

/** An answer of one section. */
export function answer(...lines: readonly Line[]): Answer {
  return [{ lines }];
}
