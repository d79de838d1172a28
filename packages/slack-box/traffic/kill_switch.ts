/** Stops one execution after the n-th call that functions make, once. */
export class KillSwitch {
  #callsLeft: number | null = null;

  arm(afterCalls: number): void {
    this.#callsLeft = afterCalls;
  }

  /** Counts a call of a function; true when it is the last of its execution. */
  count(method: string): boolean {
    if (this.#callsLeft === null) return false;
    if (method.startsWith("functions.complete")) return false;
    this.#callsLeft--;
    if (this.#callsLeft > 0) return false;
    this.#callsLeft = null;
    return true;
  }
}
