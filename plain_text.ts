/** Texts that the app did not write, made fit to be stored and told. */

/**
 * Characters that take no place of their own, or turn the direction of the text
 * around them, and halves of characters. A joiner or a tag stays where it makes an
 * emoji or a letter's form.
 */
const INVISIBLE = new RegExp(
  [
    /\s|\p{Cc}|\p{Cs}/u,
    /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F]/u,
    /[\u202A-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF0-\uFFFB]/u,
    /(?<!\p{Extended_Pictographic}[\u{E0020}-\u{E007F}]*)[\u{E0000}-\u{E0FFF}]/u,
    /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\p{L}\p{M}*\p{M})\u200D/u,
    /\u200D(?!\p{Extended_Pictographic}|\p{L})/u,
    /(?<!\p{L}|\p{M})\u200C|\u200C(?!\p{L})/u,
  ].map(({ source }) => `(?:${source})`).join("|"),
  "gu",
);

/**
 * A text of somebody else's as one line: line breaks, control characters and
 * invisible ones become a space.
 */
export function plainText(text: string): string {
  return text.replace(INVISIBLE, " ").replace(/ {2,}/g, " ").trim();
}

/** Most characters that a name, a title or an error of somebody else's may have. */
const LONGEST_TEXT = 200;

/**
 * A text of somebody else's as one line of at most 200 characters (code points).
 *
 * @param length Another limit.
 */
export function shortText(text: string, length = LONGEST_TEXT): string {
  // Only what may be kept is looked at: the text may be megabytes long.
  const start = plainText(text.slice(0, 8 * length));
  const characters = [...start];
  if (characters.length <= length) return start;
  const end = characters.slice(0, length - 1).join("").length;
  const near = start.slice(0, 2 * end + 2);
  const within = new Intl.Segmenter().segment(near).containing(end);
  // A character with endless accents is cut like any other text.
  return `${start.slice(0, within?.index || end).trimEnd()}…`;
}

/** Tokens that say of themselves what they are. */
const TOKEN = /\b(?:xox[a-z]|xapp|xwfp|glsa|glc|ATATT|eyJ)[\w.+/=~-]{4,}/g;

/** What a key is written in. */
const LONG_WORD = /[\w+=~-]{16,}/g;

/**
 * A text without what looks like a credential: of each, only the first four
 * characters are left. People paste tokens into the wrong setting.
 */
export function withoutCredentials(text: string): string {
  const masked = (word: string) => `${word.slice(0, 4)}…`;
  return text.replace(TOKEN, masked).replace(
    LONG_WORD,
    (word) => isMixed(word) ? masked(word) : word,
  );
}

/** Whether a word has two of small letters, capitals and digits. */
function isMixed(word: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(word));
  return kinds.length > 1;
}
