/** What every assertion of this package throws. */
export class AssertionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** The end of a message: the caller's own words, or a full stop. */
export function ending(msg?: string): string {
  return msg ? `: ${msg}` : ".";
}
