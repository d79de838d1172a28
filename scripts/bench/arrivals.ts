import type { WorkspacePerson } from "../../packages/slack-box/state.ts";
import type { Workspace } from "../../packages/slack-box/workspace.ts";

/** What is right for a person after a change. */
export interface Right {
  /** How their status begins, or `null` for none. */
  status: string | null;
  /** Whether their notifications are to be paused. */
  snoozed: boolean;
}

/** How far a crowd has come. */
export interface Progress {
  /** Of how many people. */
  of: number;
  right: number;
  /** When the last of them became right (Unix milliseconds), `null` until all are. */
  complete_at: number | null;
}

/** Sees every write where the workspace stores it, and when each person became right. */
export class Arrivals {
  #clock: Workspace["clock"];
  #status = new Map<string, number | null>();
  #snooze = new Map<string, number | null>();

  constructor(workspace: Workspace, wanted: ReadonlyMap<string, Right>) {
    this.#clock = workspace.clock;
    for (const [id, { status, snoozed }] of wanted) {
      const person = workspace.state.people.get(id)!;
      this.#watch(
        person,
        "status",
        this.#status,
        ({ text }) => status === null ? text === "" : text.startsWith(status),
      );
      if (!snoozed) continue;
      this.#watch(
        person,
        "snooze_until",
        this.#snooze,
        (until) => until * 1000 > this.#clock.now(),
      );
    }
  }

  get statuses(): Progress {
    return progressOf([...this.#status.values()]);
  }

  get snoozes(): Progress {
    return progressOf([...this.#snooze.values()]);
  }

  /** Whether everybody is right, in everything. */
  get complete(): boolean {
    return [this.statuses, this.snoozes]
      .every(({ of, right }) => of === right);
  }

  #watch<F extends "status" | "snooze_until">(
    person: WorkspacePerson,
    field: F,
    since: Map<string, number | null>,
    isRight: (value: WorkspacePerson[F]) => boolean,
  ): void {
    let current = person[field];
    const look = () => {
      if (!isRight(current)) since.set(person.id, null);
      else if ((since.get(person.id) ?? null) === null) {
        since.set(person.id, this.#clock.now());
      }
    };
    look();
    Object.defineProperty(person, field, {
      configurable: true,
      enumerable: true,
      get: () => current,
      set: (value: WorkspacePerson[F]) => {
        current = value;
        look();
      },
    });
  }
}

/** @param since When each of them became right, `null` for who is not. */
export function progressOf(since: (number | null)[]): Progress {
  const right = since.filter((at) => at !== null);
  const complete = right.length === since.length && right.length > 0;
  return {
    of: since.length,
    right: right.length,
    complete_at: complete
      ? right.reduce((last, at) => Math.max(last, at))
      : null,
  };
}
