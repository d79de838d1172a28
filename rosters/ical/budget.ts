import { UnreadableFeed } from "./errors.ts";

/**
 * Steps that all rules of a feed may take together. A step is a period, a day or
 * a time that is looked at. They take some tenths of a second; real calendars
 * need a tenth of them.
 */
const MOST_STEPS = 6_000_000;

/** Shifts of all people that a window may hold. */
const MOST_SHIFTS = 100_000;

/**
 * The steps and shifts that a feed has left. It counts steps and not time, so that a
 * busy machine does not make a feed unreadable.
 */
export class Budget {
  #event = "";
  #used = 0;
  #left = MOST_STEPS;
  #shifts = MOST_SHIFTS;
  #greediest = { event: "", used: -1 };

  /** Counts the steps from now on for this event. */
  chargeTo(event: string): void {
    this.#event = event;
    this.#used = 0;
  }

  /** @throws {UnreadableFeed} if the feed takes too many steps. */
  spend(steps: number): void {
    this.#used += steps;
    this.#left -= steps;
    if (this.#used > this.#greediest.used) {
      this.#greediest = { event: this.#event, used: this.#used };
    }
    if (this.#left < 0) {
      throw new UnreadableFeed(
        `its rules of recurrence take too long to follow, most of all that of ` +
          `the ${this.#greediest.event}: correct that event in the calendar`,
      );
    }
  }

  /** @throws {UnreadableFeed} if the window holds too many shifts. */
  takeShifts(shifts: number): void {
    this.#shifts -= shifts;
    if (this.#shifts < 0) {
      throw new UnreadableFeed(
        `it has more than ${MOST_SHIFTS} shifts in the time that is read, ` +
          `the last of them by the ${this.#event}: leave events out with ` +
          `match, or lower limits.roster_hours`,
      );
    }
  }
}
