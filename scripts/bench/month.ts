import {
  beginningOf,
  movesIn,
  type Planned,
  playMonth,
  someMonth,
  truthOf,
} from "../../tests/sync/month_of_moves.ts";
import { Session } from "../../tests/sync/session.ts";

export interface MonthResult {
  /** The shifts that came about. */
  shifts: number;
  /** How many shifts were moved or cancelled shortly before they started. */
  moved: number;
  /**
   * From a start or end, by the roster, until the person's status changed: the
   * longest of all (virtual seconds); `null`: one was not followed.
   */
  latest_seconds: number | null;
}

/** Plays a month of moved shifts, and times every start and end of it. */
export async function measureMonth(): Promise<MonthResult> {
  const stories = someMonth();
  const truth = truthOf(stories);
  const session = new Session(beginningOf(stories));
  try {
    const changes = watchStatuses(session);
    await playMonth(session, stories);
    return {
      shifts: truth.length,
      moved: movesIn(stories),
      latest_seconds: latestOf(truth, changes),
    };
  } finally {
    session.close();
  }
}

/** When each status changes, by the person's name: Unix seconds, in order. */
type Changes = ReadonlyMap<string, readonly number[]>;

/** @returns what fills while the workspace is played. */
function watchStatuses({ workspace }: Session): Changes {
  const changes = new Map<string, number[]>();
  for (const person of workspace.state.people.values()) {
    const times: number[] = [];
    changes.set(person.name, times);
    let current = person.status;
    Object.defineProperty(person, "status", {
      configurable: true,
      enumerable: true,
      get: () => current,
      set: (status: typeof current) => {
        current = status;
        times.push(workspace.clock.now() / 1000);
      },
    });
  }
  return changes;
}

/**
 * The longest time from a start or end until its person's status changed. No
 * two shifts of a person touch, so the first change after each is its own.
 */
export function latestOf(
  truth: readonly Planned[],
  changes: Changes,
): number | null {
  const waits = truth.flatMap(({ name, start, end }) => {
    const times = changes.get(name) ?? [];
    const started = times.find((at) => at >= start && at < end);
    const ended = times.find((at) => at >= end);
    return [
      started === undefined ? null : started - start,
      ended === undefined ? null : ended - end,
    ];
  });
  return waits.reduce<number | null>(
    (most, wait) =>
      most === null || wait === null ? null : Math.max(most, wait),
    0,
  );
}
