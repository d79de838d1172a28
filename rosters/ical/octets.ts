const CR = 13;
const LF = 10;
const SPACE = 32;
const TAB = 9;
/** A character has at most three octets after its first. */
const MOST_INNER = 3;

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
  let at = octets.indexOf(LF);
  while (at !== -1) {
    let to = endOfFold(octets, at);
    if (to === at || !isInner(octets[to])) {
      at = octets.indexOf(LF, at + 1);
      continue;
    }
    if (whole === octets) whole = octets.slice();
    const from = octets[at - 1] === CR ? at - 1 : at;
    const folds: number[] = [];
    const inner: number[] = [];
    // There may be a fold after each octet of the character.
    for (let place = from; place < to;) {
      folds.push(...octets.subarray(place, to));
      for (place = to; inner.length < MOST_INNER && isInner(octets[place]);) {
        inner.push(octets[place++]!);
      }
      const lineEnd = octets[place] === CR ? place + 1 : place;
      const next = endOfFold(octets, lineEnd);
      to = next > lineEnd && isInner(octets[next]) ? next : place;
    }
    whole.set([...inner, ...folds], from);
    at = octets.indexOf(LF, to);
  }
  return whole;
}

/** Where a fold ends whose line ends at `lineEnd`; `lineEnd` itself if there is none. */
function endOfFold(octets: Uint8Array, lineEnd: number): number {
  const space = octets[lineEnd + 1];
  const isFold = octets[lineEnd] === LF && (space === SPACE || space === TAB);
  return isFold ? lineEnd + 2 : lineEnd;
}

/** Whether an octet is one of a character's, but not its first. */
function isInner(octet: number | undefined): boolean {
  return octet !== undefined && (octet & 0xc0) === 0x80;
}
