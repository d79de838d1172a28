/** From a message as Slack delivers it to the one line that people meant. */
import { unified } from "./fold.ts";

/** Characters of a message that are looked at. The longest command has some 250. */
const LONGEST_MESSAGE = 5000;

const LINE_END = /[\n\v\f\r\u0085\u2028\u2029]/;

/** What Slack writes for a mention, a channel, a link or a date. It escapes a `<` that was typed. */
const MARKUP = /<([^<>]*)>/g;

/** Stands for the app's mention. It is for private use, so it is taken out of the text before. */
const APP = "\uE000";

/** The part of a message that may be a command. */
export interface Addressed {
  /** On one line, without markup. `""` if the app is mentioned and nothing follows. */
  text: string;
  /** Whether nothing stands before it but the app's mention. */
  leads: boolean;
}

/**
 * Finds what a message says to the app, on its first line. Entities, links, names of
 * channels, special spaces, quotes and dashes are seen through.
 *
 * @param message The text of an event.
 * @param app The app's user id.
 * @param isDirect Whether it was written to the app alone, where no mention is needed.
 * @returns the texts to try, the likeliest first: what follows each mention, and in a
 * direct message the whole line.
 *
 * @example
 * addressedIn("<@UAPP> link schedule “R&amp;D”", "UAPP", false)
 * // [{ text: 'link schedule "R&D"', leads: true }]
 */
export function addressedIn(
  message: string,
  app: string,
  isDirect: boolean,
): Addressed[] {
  const said = firstLine(message, app);
  const [before = "", ...after] = said.split(APP);
  const found: Addressed[] = [];
  let leads = isBlank(before);
  if (isDirect && !leads) {
    const whole = unified(said.replaceAll(APP, " "));
    found.push({ text: trimmed(whole), leads: true });
  }
  for (const [at, text] of after.entries()) {
    const isLast = at === after.length - 1;
    // "@Shiftlight @Shiftlight help" is addressed once.
    if (isBlank(text) && !isLast) continue;
    found.push({ text: trimmed(text), leads });
    leads = false;
  }
  return found;
}

/** The first line that is not empty, plain, with each mention of the app as one character. */
function firstLine(message: string, app: string): string {
  const start = message.slice(0, LONGEST_MESSAGE).replaceAll(APP, "")
    .trimStart();
  const [line = ""] = start.split(LINE_END, 1);
  let plain = "";
  let end = 0;
  for (const match of line.matchAll(MARKUP)) {
    plain += decoded(line.slice(end, match.index)) + shown(match[1]!, app);
    end = match.index + match[0].length;
  }
  return unified(plain + decoded(line.slice(end)));
}

/** What people see of a piece of markup: its label, or else what stands in it. */
function shown(markup: string, app: string): string {
  const bar = markup.indexOf("|");
  const target = bar === -1 ? markup : markup.slice(0, bar);
  if (target === `@${app}`) return APP;
  const label = decoded(bar === -1 ? "" : markup.slice(bar + 1));
  if (label !== "") return label;
  return /^[@#!]/.test(target) ? `<${decoded(target)}>` : decoded(target);
}

/** Slack escapes these three. The ampersand comes last, so that nothing is decoded twice. */
function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Marks of bold, italic and struck text, of code and quotes, and what people put after a mention. */
const AROUND = new Set(" \t*_~`>\"',:;.!-•");

function isBlank(text: string): boolean {
  return [...text].every((character) => AROUND.has(character));
}

/** A text without what stands before its first word. */
function trimmed(text: string): string {
  let start = 0;
  while (start < text.length && AROUND.has(text[start]!)) start++;
  return text.slice(start).trimEnd();
}
