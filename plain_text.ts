/**
 * Characters that take no place of their own, or turn the direction of the text
 * around them. A joiner stays where it makes an emoji or a letter's form.
 */
const INVISIBLE = new RegExp(
  [
    /\s|\p{Cc}/u,
    /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u,
    /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D/u,
    /\u200D(?!\p{Extended_Pictographic})/u,
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
