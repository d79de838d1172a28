/** Limit for all answers of one reading. More would take too much time and memory. */
const LIMIT_MEGABYTES = 8;

/** Thrown for an answer that is larger than what is left of the budget. */
export class TooLarge extends Error {
  /** `8 MB` */
  readonly limit = `${LIMIT_MEGABYTES} MB`;
}

/**
 * The bytes that one source may send in one reading: all pages together, and
 * answers that are refused or retried. Bytes count as they are read, unpacked.
 */
export class ByteBudget {
  #left = LIMIT_MEGABYTES * 1024 * 1024;

  /**
   * Counts bytes that have come.
   *
   * @throws {TooLarge} if they are more than are left. Whoever reads must stop
   * then; every later call throws as well.
   */
  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new TooLarge();
  }
}

/**
 * Reads an answer as text within the budget.
 *
 * @throws {TooLarge} as soon as the budget is used up; the rest is not read.
 */
export async function textWithin(
  budget: ByteBudget,
  { body }: Response,
): Promise<string> {
  if (body === null) return "";
  const texts: string[] = [];
  const decoder = new TextDecoder();
  for await (const part of body) {
    // Leaving the loop cancels the rest of the body.
    budget.take(part.length);
    texts.push(decoder.decode(part, { stream: true }));
  }
  return texts.join("") + decoder.decode();
}
