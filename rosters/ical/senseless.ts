/** An event that cannot be understood; it is left out and reported. */
export class SenselessEvent extends Error {}

/**
 * A feed that is unreadable as a whole: what is missing from it cannot be told
 * from what nobody ever entered.
 */
export class UnreadableFeed extends Error {}

/** Of a feed's own words, as much as an error needs. */
export function excerpt(text: string, length = 80): string {
  const clean = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return clean.length <= length ? clean : `${clean.slice(0, length - 1)}…`;
}
