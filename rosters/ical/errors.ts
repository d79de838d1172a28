import type { Rejected, Unreadable } from "../../reconciler/shift.ts";
import type { RosterIdentity } from "../port.ts";

/** Thrown for an event that cannot be understood. It is left out and reported. */
export class MalformedEvent extends Error {}

/**
 * Thrown for a feed that is unreadable as a whole. A missing event may have been
 * lost or may never have existed.
 */
export class UnreadableFeed extends Error {}

/** As much of a feed's text as an error needs. */
export function excerpt(text: string, length = 80): string {
  const clean = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return clean.length <= length ? clean : `${clean.slice(0, length - 1)}…`;
}

/**
 * The name of an event in errors. It must stay the same, so that an error is
 * reported once. The line number, which other events move, is used only for an
 * event without a UID.
 */
export function nameOfEvent(
  { summary, uid, line }: { summary: string; uid: string; line: number },
): string {
  const words = excerpt(summary);
  const name = words === "" ? "event" : `event "${words}"`;
  return `${name} (${uid === "" ? `line ${line}` : `UID ${excerpt(uid, 60)}`})`;
}

/** The most events or people that a report names. */
const MOST_NAMED = 20;

/**
 * The malformed events of a calendar. A person named by such an event may be on
 * shift, so that person's shifts are unreadable, not absent. An event that names no
 * person is rejected.
 */
export class MalformedEventLog {
  readonly #source: string;
  /** The first reason for each person, by identity key. */
  readonly #people = new Map<string, string>();
  readonly #reasons = new Set<string>();
  /**
   * Set if there are too many people, or if it cannot be told who they are: the
   * whole calendar is unreadable.
   */
  #all: string | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  /**
   * @param reason The event and its problem.
   * @param people The people named by the event.
   */
  add(reason: string, people: readonly RosterIdentity[]): void {
    if (people.length === 0) this.#reasons.add(reason);
    for (const { key } of people) {
      if (this.#people.has(key)) continue;
      if (this.#people.size === MOST_NAMED) {
        this.#all ??= `more than ${MOST_NAMED} people have events that are ` +
          `not valid, one of them ${reason}`;
        return;
      }
      this.#people.set(key, reason);
    }
  }

  /** @param reason Why shifts of anybody may be missing. */
  addEverybody(reason: string): void {
    this.#all ??= reason;
  }

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
      // Without a number, because each new number would be reported again.
      listed.push("more events are not valid");
    }
    return listed.map((reason) => ({ source: this.#source, reason }));
  }
}
