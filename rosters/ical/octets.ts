const CR = 13;
const LF = 10;
const SPACE = 32;
const TAB = 9;
/** A character has at most three octets after its first. */
const MOST_FOLDS_IN_CHARACTER = 3;

/**
 * The text of a feed. Lines are folded by octets (RFC 5545, 3.1), so a fold may
 * lie within a character: such characters are put together before decoding.
 *
 * @param charset What the server says. It counts only if the feed is no UTF-8:
 * many servers name a default of their own.
 */
export function textOfOctets(
  octets: Uint8Array,
  charset: string | null,
): string {
  const [first, second] = octets;
  if (first === 0xff && second === 0xfe) return decoded(octets, "utf-16le");
  if (first === 0xfe && second === 0xff) return decoded(octets, "utf-16be");
  const whole = withWholeCharacters(octets);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(whole);
  } catch {
    return decoded(whole, charset ?? "utf-8");
  }
}

function decoded(octets: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(octets);
  } catch {
    return new TextDecoder().decode(octets);
  }
}

/** Moves each fold within a character behind that character. */
function withWholeCharacters(octets: Uint8Array): Uint8Array {
  let whole = octets;
  for (let pass = 0; pass < MOST_FOLDS_IN_CHARACTER; pass++) {
    let moved = false;
    for (
      let at = whole.indexOf(LF);
      at !== -1;
      at = whole.indexOf(LF, at + 1)
    ) {
      const next = whole[at + 1];
      if (next !== SPACE && next !== TAB) continue;
      const after = at + 2;
      const rest = continuationsAt(whole, after);
      if (rest === 0) continue;
      if (whole === octets) whole = octets.slice();
      const fold = whole[at - 1] === CR ? at - 1 : at;
      const moving = whole.slice(after, after + rest);
      whole.copyWithin(fold + rest, fold, after);
      whole.set(moving, fold);
      moved = true;
    }
    if (!moved) break;
  }
  return whole;
}

/** How many octets there are inner ones of a character. */
function continuationsAt(octets: Uint8Array, from: number): number {
  let count = 0;
  while (count < 3 && (octets[from + count]! & 0xc0) === 0x80) count++;
  return count;
}
