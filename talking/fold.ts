/** Texts compared the way people mean them. */

/** Takes no place, or turns the direction of the text. Joiners of emoji stay. */
const INVISIBLE =
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u2800\uFEFF\uFFF0-\uFFFB]/g;

const SINGLE_QUOTES = /[\u2018-\u201B\u2032\u02BC]/g;
const DOUBLE_QUOTES = /[\u201C-\u201F\u00AB\u00BB]/g;
/** Hyphens and dashes. Slack makes a dash of two hyphens. */
const DASHES = /[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]+/g;
/** Spaces of any kind, and control characters. */
const SPACES = /[\s\p{Cc}]+/gu;

/**
 * A text with plain quotes, hyphens and spaces, without invisible characters, and
 * with one way to write each character (Unicode's NFKC).
 */
export function unified(text: string): string {
  // Of these, NFKC would make a space with an accent, and two primes.
  return text.replaceAll("\u00B4", "'").replaceAll("\u2033", '"')
    .normalize("NFKC").replace(SINGLE_QUOTES, "'").replace(DOUBLE_QUOTES, '"')
    .replace(INVISIBLE, "").replace(DASHES, "-").replace(SPACES, " ");
}

/** How an emoji or a letter is drawn. */
const VARIATION = /[\u200C\u200D\uFE00-\uFE0F]/g;

/**
 * A text as it is compared: unified and without case. `Straße` and `STRASSE` are
 * the same.
 */
export function folded(text: string): string {
  // JavaScript has no case folding: the way up and down makes one form of all.
  const cased = unified(text).replace(VARIATION, "")
    .toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return cased.normalize("NFKC").replace(SPACES, " ").trim();
}

/** Slack's marks for bold, struck and code: a pair of them formats what is between. */
const PAIRED = ["*", "~", "`"];
const OUTER_UNDERSCORE =
  /(?<![\p{L}\p{N}_])_+(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}])_+(?![\p{L}\p{N}_])/gu;

/**
 * A folded text without the marks that may have formatted it. A single mark is none:
 * `.*` stays as it is.
 */
export function withoutMarks(text: string): string {
  let plain = text;
  for (const mark of PAIRED) {
    if (plain.split(mark).length > 2) plain = plain.replaceAll(mark, "");
  }
  return plain.replace(OUTER_UNDERSCORE, "").replace(SPACES, " ").trim();
}

/** Stands around a name in a sentence and is rarely part of it. */
const AROUND = new Set(" \"'*_~`?!.,;:#()");

/** A folded text without quotes, marks and punctuation around it. */
export function unquoted(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && AROUND.has(text[start]!)) start++;
  while (end > start && AROUND.has(text[end - 1]!)) end--;
  return text.slice(start, end);
}
