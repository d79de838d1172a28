/** Texts measured in a terminal's cells: wide characters and emoji take two. */

const segmenter = new Intl.Segmenter();

const WIDE = new RegExp(
  "[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
    "\\ua000-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f" +
    "\\uff00-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}]|\\p{Emoji_Presentation}|\\ufe0f",
  "u",
);

const PLAIN = /^[\x20-\x7e]*$/;

/** A letter that counts, besides marks and joiners. */
const VISIBLE = /[^\p{M}\p{Cf}\p{Cc}]/u;

/** How many cells a text takes. */
export function cellsOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of segmenter.segment(text)) {
    cells += cellsOfOne(segment);
  }
  return cells;
}

function cellsOfOne(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return VISIBLE.test(grapheme) ? 1 : 0;
}

/** Cuts a text to so many cells, between graphemes, with an ellipsis. */
export function cutToCells(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = "";
  let left = cells - 1;
  for (const { segment } of segmenter.segment(text)) {
    left -= cellsOfOne(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Cuts a text, or fills it up with spaces, to exactly so many cells. */
export function fitted(text: string, cells: number): string {
  const cut = cutToCells(text, cells);
  return cut + " ".repeat(Math.max(0, cells - cellsOf(cut)));
}

/** A text in lines of at most so many cells. A longer word is broken. */
export function wrapped(
  text: string,
  cells: number,
  indent = "",
  hanging = indent,
): string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  const end = () => {
    lines.push(line.trimEnd());
    line = hanging;
    isEmpty = true;
  };
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    for (const part of broken(word, cells - cellsOf(hanging))) {
      const gap = isEmpty ? "" : " ";
      if (!isEmpty && cellsOf(line) + 1 + cellsOf(part) > cells) end();
      line += (isEmpty ? "" : gap) + part;
      isEmpty = false;
    }
  }
  if (!isEmpty) end();
  return lines;
}

/** A word in parts of at most so many cells. */
function broken(word: string, cells: number): string[] {
  if (cellsOf(word) <= cells) return [word];
  const parts: string[] = [];
  let part = "";
  for (const { segment } of segmenter.segment(word)) {
    if (cellsOf(part + segment) > cells) {
      parts.push(part);
      part = "";
    }
    part += segment;
  }
  return [...parts, part];
}
