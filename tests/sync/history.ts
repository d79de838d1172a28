import type { WorkspacePerson } from "../../packages/slack-box/state.ts";
import type { Session, Status } from "./session.ts";

/** One change of what a person shows, and who made it. */
export interface Write<V> {
  /** Unix seconds. */
  at: number;
  by: "app" | "human";
  /** As everybody saw it just before. */
  before: V;
  after: V;
}

/** Everything that was ever written to one person. */
export interface PersonHistory {
  initial: { status: Status; snooze: number; away: boolean };
  status: Write<Status>[];
  snooze: Write<number>[];
  away: Write<boolean>[];
}

const EMPTY: Status = { text: "", emoji: "", expiration: 0 };

/** What a status has become by itself. */
export function shown(status: Status, at: number): Status {
  const gone = status.expiration !== 0 && status.expiration <= at;
  return gone ? EMPTY : status;
}

/** What a snooze has become by itself: its end, 0 when it is over. */
export function snoozing(until: number, at: number): number {
  return until <= at ? 0 : until;
}

/**
 * Watches every write to every person where the workspace stores it, so that
 * nothing the app does in between goes unseen.
 */
export class History {
  readonly people = new Map<string, PersonHistory>();
  #session: Session;
  #human = false;

  constructor(session: Session) {
    this.#session = session;
    for (const person of session.workspace.state.people.values()) {
      this.#watch(person);
    }
  }

  /** What is written meanwhile is the people's own doing. */
  async byHumans<T>(action: () => T | Promise<T>): Promise<T> {
    this.#human = true;
    try {
      return await action();
    } finally {
      this.#human = false;
    }
  }

  /** The same at an instant in the middle of what runs then. */
  byHumanAt(ms: number, action: () => void): void {
    this.#session.workspace.at(ms, () => {
      this.#human = true;
      action();
      this.#human = false;
    });
  }

  of(id: string): PersonHistory {
    return this.people.get(id)!;
  }

  get now(): number {
    return Math.floor(this.#session.workspace.clock.now() / 1000);
  }

  #watch(person: WorkspacePerson): void {
    const history: PersonHistory = {
      initial: {
        status: { ...person.status },
        snooze: person.snooze_until,
        away: person.manual_away,
      },
      status: [],
      snooze: [],
      away: [],
    };
    this.people.set(person.id, history);
    this.#intercept(person, "status", history.status, shown);
    this.#intercept(person, "snooze_until", history.snooze, snoozing);
    this.#intercept(person, "manual_away", history.away, (away) => away);
  }

  #intercept<F extends "status" | "snooze_until" | "manual_away">(
    person: WorkspacePerson,
    field: F,
    writes: Write<WorkspacePerson[F]>[],
    seen: (value: WorkspacePerson[F], at: number) => WorkspacePerson[F],
  ): void {
    let current = person[field];
    Object.defineProperty(person, field, {
      enumerable: true,
      get: () => current,
      set: (after: WorkspacePerson[F]) => {
        const at = this.now;
        const by = this.#human ? "human" : "app";
        writes.push({ at, by, before: seen(current, at), after });
        current = after;
      },
    });
  }
}
