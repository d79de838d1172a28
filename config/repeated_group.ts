/**
 * The place of a repeated group that itself ends in a quantifier, such as
 * `(\w+\s?)+`, or -1. A text that does not fit is taken apart by such a pattern
 * in as many ways as there are, twice as many with each letter: somebody's words
 * could keep the app from everything else. A fixed number (`{2}`) is none.
 *
 * @param pattern One that compiles with the flag `u`.
 */
export function repeatedGroup(pattern: string): number {
  /** Of each open group, whether an alternative before ends in a quantifier. */
  const open: boolean[] = [];
  let ends = false;
  /** Whether what was read last ends in a quantifier. */
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

/** Whether it allows more than one. */
function isRepetition(text: string): boolean {
  return !text.startsWith("?") && !/^\{(?:[01]|0?,1)\}/.test(text);
}

function isFixed(text: string): boolean {
  return /^\{\d+\}/.test(text);
}
