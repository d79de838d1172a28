import * as v from "valibot";
import { quoted } from "./vendors/fields.ts";

/**
 * Patterns for names and titles, as the configuration has them: plain text, in
 * which `*` stands for any characters or none. A pattern describes the whole text;
 * case and the number of spaces do not matter. They are no regular expressions,
 * because some of those take seconds on a short text of somebody else's.
 */
const ANYTHING = "*";

/** Only the first characters of a text are compared: anyone can write a longer one. */
const COMPARED_CHARACTERS = 200;

/** What a regular expression has and a name has not. An address may have `.*`. */
const EXPRESSION = /^\^|\\|\.\+|^[^@]*\.\*|\$$/;

/** A pattern in the configuration. */
export const namePattern = v.pipe(
  v.string(),
  v.check(
    (pattern) => !EXPRESSION.test(pattern),
    ({ input }) =>
      `${
        quoted(input)
      } is a regular expression. A pattern is the whole text, ` +
      `in which only * has a meaning, any characters: "Bob *"`,
  ),
  v.check(
    (pattern) => /[\p{L}\p{N}]/u.test(pattern),
    ({ input }) => `${quoted(input)} has no letter, so it would fit any text`,
  ),
);

/**
 * Whether a text fits one of the patterns.
 *
 * @example
 * nameMatcher(["Bob", "*(on call)*"])("Ann (On Call)") // true
 * nameMatcher(["Bob"])("Bobby") // false
 */
export function nameMatcher(
  patterns: readonly string[],
): (text: string) => boolean {
  const all = patterns.map(folded);
  return (text) => {
    const name = folded(text).slice(0, COMPARED_CHARACTERS);
    return all.some((pattern) => fits(pattern, name));
  };
}

/** The characters that count. */
function folded(text: string): string[] {
  const plain = text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
  return [...plain];
}

/**
 * Whether a pattern describes a whole text. It takes at most as many steps as the
 * two lengths multiplied: where a part does not fit, only the last `*` takes one
 * character more. An earlier one need not, because the parts up to there fit.
 *
 * @param pattern Characters in which `*` stands for any.
 * @param text Characters.
 */
export function fits(
  pattern: ArrayLike<string>,
  text: ArrayLike<string>,
): boolean {
  const { length } = text;
  let at = 0;
  let of = 0;
  /** Where to go on after a character that does not fit. */
  let again: { at: number; of: number } | null = null;
  while (at < length) {
    const wanted = pattern[of];
    if (wanted === ANYTHING) {
      of++;
      again = { at, of };
    } else if (wanted === text[at]) {
      at++;
      of++;
    } else {
      if (again === null) return false;
      again.at++;
      at = again.at;
      of = again.of;
    }
  }
  while (pattern[of] === ANYTHING) of++;
  return of === pattern.length;
}
