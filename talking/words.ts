/** Marks, quotes and hyphens that may stand between the letters of typed words. */
const BETWEEN = new Set(" *_~`'\"-\u200C\u200D");

const LETTER = /[\p{L}\p{N}]/u;

/** What separates a command from its argument. */
const SEPARATOR = /^[\s,:;]+/;

/**
 * Reads words at the start of a text. Only their letters count: "who's on-call" has
 * the words "whos on call". It takes as many steps as the text is long, at most.
 *
 * @param text A unified text.
 * @param letters The words in lower case, without spaces.
 * @returns what follows the words; `null` if the text does not start with them.
 */
export function startOfWords(text: string, letters: string): string | null {
  let at = 0;
  for (const letter of letters) {
    while (at < text.length && BETWEEN.has(text[at]!)) at++;
    if (text[at]?.toLowerCase() !== letter) return null;
    at++;
  }
  const rest = text.slice(at);
  // "whoever" is not "who".
  return LETTER.test([...rest.slice(0, 2)][0] ?? "")
    ? null
    : rest.replace(SEPARATOR, "");
}

/** The letters and digits of a text, in lower case. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
