/** From part of a name, as it was typed, to what it names. */
import { folded, unquoted, withoutMarks } from "./fold.ts";
import { nearestNames } from "./nearest.ts";

/** What a fragment of a name means. Something is done only for `one`. */
export type NameMatch<T> =
  | { kind: "one"; found: T }
  /** All that it fits, by name. */
  | { kind: "several"; found: T[] }
  /** `nearest`: what may have been meant, the likeliest first. */
  | { kind: "none"; nearest: T[] }
  /** No name was given. */
  | { kind: "empty" };

/** How many near names are offered. */
const MOST_OFFERED = 3;

/** A name, or a fragment of one, in the forms in which it is compared. */
interface Comparable {
  /** Without case. */
  text: string;
  /** Also without marks of formatting. */
  plain: string;
}

/** Whether a fragment names something, the surest way first. */
const WAYS: readonly ((name: Comparable, fragment: Comparable) => boolean)[] = [
  (name, { text }) => name.text === text,
  (name, { plain }) => plain !== "" && name.plain === plain,
  (name, { text, plain }) =>
    name.text.includes(text) || plain !== "" && name.plain.includes(plain),
];

/**
 * Finds the items that a fragment names. It is a part of the name, without case; a
 * full name wins over parts of others. Quotes and punctuation around it count only if
 * the name has them, too.
 *
 * @param typed The fragment, as it was typed.
 *
 * @example
 * matchName("payments", ["Payments", "Payments secondary"], (name) => name)
 * // { kind: "one", found: "Payments" }
 */
export function matchName<T>(
  typed: string,
  items: readonly T[],
  nameOf: (item: T) => string,
): NameMatch<T> {
  const fragments = fragmentsIn(typed);
  const last = fragments.at(-1);
  if (!last) return { kind: "empty" };
  const names = items.map((item) => ({
    item,
    ...comparable(folded(nameOf(item))),
  }));
  for (const isNamed of WAYS) {
    for (const fragment of fragments) {
      const found = names.filter((name) => isNamed(name, fragment));
      if (found.length > 0) return matched(found);
    }
  }
  const nearest = nearestNames(
    last.plain,
    names,
    ({ plain }) => plain,
    MOST_OFFERED,
  );
  return { kind: "none", nearest: nearest.map(({ item }) => item) };
}

function comparable(text: string): Comparable {
  return { text, plain: withoutMarks(text) };
}

/** What was typed, then without what stands around a name, then without thanks. */
function fragmentsIn(typed: string): Comparable[] {
  const whole = folded(typed);
  const bare = unquoted(whole);
  const all = [whole, bare, unquoted(bare.replace(THANKS, ""))];
  return [...new Set(all)].filter((each) => each !== "").map(comparable);
}

const THANKS = / (?:please|pls|thanks|thank you|thx)$/;

function matched<T>(found: (Comparable & { item: T })[]): NameMatch<T> {
  const [first] = found;
  if (first && found.length === 1) return { kind: "one", found: first.item };
  const inOrder = found.toSorted((a, b) =>
    a.text < b.text ? -1 : a.text > b.text ? 1 : 0
  );
  return { kind: "several", found: inOrder.map(({ item }) => item) };
}
