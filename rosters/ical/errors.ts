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

/**
 * Steps that the rules of a feed may take together: a period, a day or a time
 * looked at. Some tenths of a second; calendars of this world need a tenth.
 */
const MOST_STEPS = 6_000_000;

/** Shifts of all people that a window may hold. */
const MOST_SHIFTS = 100_000;

/**
 * What expanding a feed may still cost. Counted and not timed, so that a feed
 * is readable or not whatever the machine is busy with.
 */
export class Budget {
  #event = "";
  #used = 0;
  #left = MOST_STEPS;
  #shifts = MOST_SHIFTS;
  #greediest = { event: "", used: -1 };

  /** From now on steps are those of this event, by its name in errors. */
  turnTo(event: string): void {
    this.#event = event;
    this.#used = 0;
  }

  /** @throws {UnreadableFeed} when the feed asks for too much. */
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

  /** @throws {UnreadableFeed} when the window holds too many shifts. */
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

/**
 * How errors name an event: the same as long as it lasts, so that it is
 * reported once. Its line, which others move, is named for want of a UID.
 */
export function nameOfEvent(
  { summary, uid, line }: { summary: string; uid: string; line: number },
): string {
  const words = excerpt(summary);
  const name = words === "" ? "event" : `event "${words}"`;
  return `${name} (${uid === "" ? `line ${line}` : `UID ${excerpt(uid, 60)}`})`;
}
