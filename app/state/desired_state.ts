import type { Mode } from "../../config/schema.ts";
import type { Override } from "../../reconciler/claim.ts";
import { endsByQuarter } from "../../reconciler/expiry.ts";
import type { Person, RosterSnapshot, Shift } from "../../reconciler/shift.ts";
import {
  getSnapshot,
  SnapshotNotFound,
} from "../../slack/records/roster_snapshots.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import type { LastRun } from "./run_state.ts";

/** How a step goes about its work, whatever the rosters say. */
export interface RunMode {
  /** In preview nothing is written, except for people who opted out. */
  readonly mode: Mode;
  /** Why everything is restored; `null`: it is not. */
  readonly putBack: string | null;
  /** A workflow's own text and emoji. */
  readonly override: Override | null;
  /** People whom the last run failed: others go first. */
  readonly failing: ReadonlySet<string>;
}

/** What a step was given to decide from: the rosters and its orders. It never changes. */
export interface DesiredState extends RunMode {
  readonly snapshot: RosterSnapshot;
  /** The snapshot's shifts, by person. */
  readonly shifts: ReadonlyMap<string, Shift[]>;
  /** The snapshot's people, by Slack id. */
  readonly roster: ReadonlyMap<string, Person>;
  /** How many shifts of people who opted in end in each quarter of an hour. */
  readonly ends: ReadonlyMap<number, number>;
}

/** The run mode of a click: it is carried out, whatever the mode of the runs. */
export const MANUAL: RunMode = {
  mode: "enforce",
  putBack: null,
  override: null,
  failing: new Set(),
};

/** The run mode that the last run and the operators left. */
export function runModeOf(
  { mode, putBack, checkpoint }: LastRun,
  override: Override | null = null,
): RunMode {
  const failing = new Set(checkpoint?.failing);
  return { mode, putBack, override, failing };
}

/** Indexes a snapshot; `optedIn` holds the people whose ends count. */
export function desiredState(
  snapshot: RosterSnapshot,
  optedIn: ReadonlyMap<string, unknown>,
  runMode: RunMode,
): DesiredState {
  const shifts = new Map<string, Shift[]>();
  for (const shift of snapshot.shifts) {
    const own = shifts.get(shift.person);
    if (own) own.push(shift);
    else shifts.set(shift.person, [shift]);
  }
  const ends = snapshot.shifts
    .filter(({ person }) => optedIn.has(person))
    .map(({ end }) => end);
  const { mode, putBack, override, failing } = runMode;
  return {
    mode,
    putBack,
    override,
    failing,
    snapshot,
    shifts,
    roster: new Map(snapshot.people.map((person) => [person.id, person])),
    ends: endsByQuarter(ends),
  };
}

/**
 * Reads a snapshot. One that was stored just now may not be seen yet, so a
 * missing one is looked for once more.
 *
 * @throws {Error} when it cannot be read.
 */
export async function readSnapshot(
  execution: Execution,
  version: string,
): Promise<RosterSnapshot> {
  const { client } = execution;
  try {
    return await getSnapshot(client, version);
  } catch (error) {
    if (!(error instanceof SnapshotNotFound)) throw error;
    await waitForReadConsistency(execution);
    return await getSnapshot(client, version);
  }
}

/** The snapshot of a step that reads no rosters. */
export function noRoster(execution: Execution): RosterSnapshot {
  return {
    version: "",
    read_at: nowOf(execution),
    shifts: [],
    people: [],
    unreadable: [],
    unmapped: [],
    rejected: [],
    schedules: [],
  };
}
