/** Counts requests over a sliding window, as a vendor that limits them does. */
export class RateWindow {
  readonly limit: number;
  #windowMs: number;
  #enforced: boolean;
  /** When the requests within the window came, in Unix milliseconds. */
  #recent: number[] = [];

  /** At most `limit` requests within any `windowMs` milliseconds. */
  constructor(
    limit: number,
    windowMs: number,
    rates: "documented" | "none",
  ) {
    this.limit = limit;
    this.#windowMs = windowMs;
    this.#enforced = rates === "documented";
  }

  /** Counts a request; false, and not counted, when it is one too many. */
  admit(nowMs: number): boolean {
    if (!this.#enforced) return true;
    while (this.#recent[0]! <= nowMs - this.#windowMs) this.#recent.shift();
    if (this.#recent.length >= this.limit) return false;
    this.#recent.push(nowMs);
    return true;
  }

  /** Requests that still fit, as of the last one. */
  get remaining(): number {
    return this.limit - this.#recent.length;
  }

  /** Whole seconds until the oldest request no longer counts. */
  secondsToReset(nowMs: number): number {
    const oldest = this.#recent[0] ?? nowMs;
    return Math.ceil((oldest + this.#windowMs - nowMs) / 1000);
  }
}
