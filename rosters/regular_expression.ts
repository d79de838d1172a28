import * as v from "valibot";
import { quoted } from "./vendors/fields.ts";

/** A regular expression that is safe to run on any text. Case does not matter. */
export const regularExpression = v.pipe(
  v.string(),
  v.check(
    compiles,
    ({ input }) => `${quoted(input)} is not a regular expression`,
  ),
  v.check(
    (pattern) => !compiles(pattern) || repeatedGroup(pattern) === -1,
    ({ input }) =>
      `${quoted(input)} repeats a group that itself ends in a quantifier ` +
      `(at character ${repeatedGroup(input) + 1}): on some texts it would ` +
      `take for ever; take one of the two quantifiers out, as in ` +
      `"[\\w\\s]+" for "(\\w+\\s?)+"`,
  ),
);

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, "iu");
    return pattern !== "";
  } catch {
    return false;
  }
}

/**
 * Finds a repeated group that itself ends in a quantifier, such as
 * `(\w+\s?)+`. On a text that does not match, such a pattern tries every way to
 * split the text, twice as many with each letter: one person's words could stop
 * the whole app. A fixed number (`{2}`) does not count as a quantifier.
 *
 * @param pattern A pattern that compiles with the flag `u`.
 * @returns the index of the quantifier that repeats the group, or -1.
 */
export function repeatedGroup(pattern: string): number {
  /** For each open group: whether an earlier alternative ends in a quantifier. */
  const open: boolean[] = [];
  let ends = false;
  /** Whether the last token ends in a quantifier. */
  let last = false;
  for (const { index, text } of tokensOf(pattern)) {
    if (text.startsWith("(")) {
      open.push(ends);
      ends = false;
      last = false;
    } else if (text === "|") {
      ends ||= last;
      last = false;
    } else if (text === ")") {
      last ||= ends;
      ends = open.pop()!;
    } else if (isQuantifier(text)) {
      if (last && isRepetition(text)) return index;
      last ||= !isFixed(text);
    } else last = false;
  }
  return -1;
}

/** Escapes, classes, beginnings of groups, quantifiers and single characters. */
function tokensOf(pattern: string) {
  const token =
    /\\.|\[(?:\\.|[^\\\]])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|[*+?]\??|\{[\d,]+\}\??|[^]/gu;
  return [...pattern.matchAll(token)].map((match) => ({
    text: match[0],
    index: match.index,
  }));
}

function isQuantifier(text: string): boolean {
  return /^(?:[*+?]|\{\d)/.test(text);
}

/** Whether a quantifier allows more than one. */
function isRepetition(text: string): boolean {
  return !text.startsWith("?") && !/^\{(?:[01]|0?,1)\}/.test(text);
}

function isFixed(text: string): boolean {
  return /^\{\d+\}/.test(text);
}
