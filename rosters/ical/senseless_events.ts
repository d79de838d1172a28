import type { Rejected, Unreadable } from "../../reconciler/shift.ts";
import type { RosterIdentity } from "../port.ts";

/** More of them say no more. */
const MOST_NAMED = 20;

/**
 * The events of a calendar that make no sense. Whoever is named by one may be on
 * shift by it, so what they have is unreadable and not absent; one that names
 * nobody is rejected.
 */
export class MalformedEvents {
  readonly #source: string;
  /** Why, by whom it concerns. */
  readonly #people = new Map<string, string>();
  readonly #reasons = new Set<string>();
  #all: string | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  /** An event, why it makes no sense, and whose shifts it may have been. */
  add(reason: string, people: readonly RosterIdentity[]): void {
    if (people.length === 0) this.#reasons.add(reason);
    for (const { key } of people) {
      if (this.#people.has(key)) continue;
      if (this.#people.size === MOST_NAMED) {
        this.#all ??= `more than ${MOST_NAMED} people have events that make ` +
          `no sense, one of them ${reason}`;
        return;
      }
      this.#people.set(key, reason);
    }
  }

  /** Of too many people it is the whole calendar. */
  get unreadable(): Unreadable[] {
    const schedule = { source: this.#source, schedule: this.#source };
    if (this.#all !== null) return [{ ...schedule, reason: this.#all }];
    return [...this.#people].map(([identity, reason]) => ({
      ...schedule,
      identity,
      reason,
    }));
  }

  get rejected(): Rejected[] {
    const listed = [...this.#reasons].slice(0, MOST_NAMED);
    if (listed.length < this.#reasons.size) {
      // Not how many: each other number would be reported anew.
      listed.push("more events make no sense");
    }
    return listed.map((reason) => ({ source: this.#source, reason }));
  }
}
