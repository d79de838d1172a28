/** What somebody most likely meant. Only ever offered, never done. */

/** Characters of a text that are compared. A longer one is no mistyped name. */
const LONGEST_COMPARED = 60;

/** Of this many characters one may differ. */
const CHARACTERS_PER_EDIT = 3;

/**
 * Counts the characters to put in, take out, replace or swap with their neighbour, so
 * that a text becomes some part of another one. It takes as many steps as the two
 * lengths multiplied.
 *
 * @param part Characters.
 * @param whole Characters.
 */
export function editsWithin(
  part: ArrayLike<string>,
  whole: ArrayLike<string>,
): number {
  // A part may begin anywhere, so no character before it counts.
  return Math.min(...lastRow(part, whole, 0));
}

/** The same, for the whole of the other text. */
export function editsBetween(
  one: ArrayLike<string>,
  other: ArrayLike<string>,
): number {
  return lastRow(one, other, 1).at(-1)!;
}

/** @param skipped What each character costs that stands before the part. */
function lastRow(
  part: ArrayLike<string>,
  whole: ArrayLike<string>,
  skipped: 0 | 1,
): number[] {
  const { length } = whole;
  let beforeLast: number[] = [];
  let last = Array.from({ length: length + 1 }, (_, at) => at * skipped);
  let previous = "";
  for (let i = 0; i < part.length; i++) {
    const character = part[i]!;
    const row = [i + 1];
    let left = "";
    for (let j = 0; j < length; j++) {
      const other = whole[j]!;
      let edits = Math.min(
        last[j]! + (character === other ? 0 : 1),
        last[j + 1]! + 1,
        row[j]! + 1,
      );
      if (i > 0 && j > 0 && character === left && previous === other) {
        edits = Math.min(edits, beforeLast[j - 1]! + 1);
      }
      row.push(edits);
      left = other;
    }
    [beforeLast, last, previous] = [last, row, character];
  }
  return last;
}

/**
 * The items whose name, or part of a name, is nearest to what was typed.
 *
 * @param typed A folded text.
 * @param nameOf The folded name of an item.
 * @returns at most `most`, the likeliest first; none if none is near.
 */
export function nearestNames<T>(
  typed: string,
  items: readonly T[],
  nameOf: (item: T) => string,
  most: number,
): T[] {
  const characters = [...typed];
  const limit = editsAllowed(characters.length);
  if (characters.length > LONGEST_COMPARED) return [];
  const near: { item: T; edits: number; beyond: number }[] = [];
  for (const item of items) {
    const name = [...nameOf(item)];
    const edits = editsWithin(characters, name);
    // Something must be the same: one letter for another is no likeness.
    if (edits > limit || edits >= characters.length) continue;
    // Of names with the same likeness, the one that has least besides.
    const beyond = Math.abs(name.length - characters.length);
    near.push({ item, edits, beyond });
  }
  near.sort((a, b) => a.edits - b.edits || a.beyond - b.beyond);
  return near.slice(0, most).map(({ item }) => item);
}

/**
 * The word that a mistyped one most likely means.
 *
 * @param typed In lower case, without spaces.
 * @param words As `typed`.
 */
export function nearestWord(
  typed: string,
  words: readonly string[],
): { word: string; edits: number } | null {
  let best: { word: string; edits: number } | null = null;
  for (const word of words) {
    const limit = editsAllowed(word.length);
    if (Math.abs(typed.length - word.length) > limit) continue;
    const edits = editsBetween(typed, word);
    if (edits <= limit && edits < (best?.edits ?? Infinity)) {
      best = { word, edits };
    }
  }
  return best;
}

function editsAllowed(length: number): number {
  return Math.max(1, Math.floor(length / CHARACTERS_PER_EDIT));
}
