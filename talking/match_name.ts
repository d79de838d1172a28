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

/** No name of a schedule is longer. */
const LONGEST_NAME = 200;

/** How many near names are offered. */
const MOST_OFFERED = 3;

/** A name in the forms in which it is compared. */
interface Comparable<T> {
  item: T;
  /** As it is, without case. */
  name: string;
  /** Also without marks of formatting. */
  plain: string;
}

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
  const whole = folded(typed);
  if (whole === "") return { kind: "empty" };
  const bare = unquoted(whole);
  const fragments = [...new Set([whole, bare, unquoted(withoutThanks(bare))])]
    .filter((each) => each !== "" && each.length <= LONGEST_NAME);
  const names = items.map((item): Comparable<T> => {
    const name = folded(nameOf(item));
    return { item, name, plain: withoutMarks(name) };
  });
  for (const fits of [isName, isPlainName, isPart]) {
    for (const fragment of fragments) {
      const found = names.filter((each) => fits(each, fragment));
      if (found.length > 0) return matched(found);
    }
  }
  const nearest = nearestNames(
    withoutMarks(fragments.at(-1) ?? ""),
    names,
    ({ plain }) => plain,
    MOST_OFFERED,
  );
  return { kind: "none", nearest: nearest.map(({ item }) => item) };
}

function withoutThanks(fragment: string): string {
  return fragment.replace(/ (?:please|pls|thanks|thank you|thx)$/, "");
}

function isName({ name }: Comparable<unknown>, fragment: string): boolean {
  return name === fragment;
}

function isPlainName({ plain }: Comparable<unknown>, fragment: string) {
  const own = withoutMarks(fragment);
  return own !== "" && plain === own;
}

function isPart({ name, plain }: Comparable<unknown>, fragment: string) {
  const own = withoutMarks(fragment);
  return name.includes(fragment) || own !== "" && plain.includes(own);
}

function matched<T>(found: Comparable<T>[]): NameMatch<T> {
  const [first] = found;
  if (first && found.length === 1) return { kind: "one", found: first.item };
  const inOrder = found.toSorted((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : 0
  );
  return { kind: "several", found: inOrder.map(({ item }) => item) };
}
