/** Limit for one answer, and for all answers of one reading unless a vendor needs more. */
const LIMIT_MEGABYTES = 8;

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** Thrown for an answer that is larger than it may be. */
export class TooLarge extends Error {
  /** @param limit `8 MB in one reading` */
  constructor(readonly limit: string) {
    super(`more than ${limit}`);
  }
}

/**
 * The bytes that one source may send in one reading: all pages together, and
 * answers that are refused or retried. Bytes count as they are read, unpacked.
 */
export class ByteBudget {
  readonly #megabytes: number;
  #left: number;

  constructor(megabytes = LIMIT_MEGABYTES) {
    this.#megabytes = megabytes;
    this.#left = megabytes * BYTES_PER_MEGABYTE;
  }

  /**
   * Counts bytes that have come.
   *
   * @throws {TooLarge} if they are more than are left. The reader must stop
   * then; every later call throws as well.
   */
  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) {
      throw new TooLarge(`${this.#megabytes} MB in one reading`);
    }
  }
}

/**
 * Reads an answer within the budget, as it came: a text may be folded within a
 * character.
 *
 * @throws {TooLarge} as soon as the budget is used up or the answer is too large;
 * the rest is not read.
 */
export async function octetsWithin(
  budget: ByteBudget,
  { body }: Response,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    // Leaving the loop cancels the rest of the body.
    budget.take(part.length);
    size += part.length;
    if (size > LIMIT_MEGABYTES * BYTES_PER_MEGABYTE) {
      throw new TooLarge(`${LIMIT_MEGABYTES} MB in one answer`);
    }
    parts.push(part);
  }
  const octets = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    octets.set(part, at);
    at += part.length;
  }
  return octets;
}
