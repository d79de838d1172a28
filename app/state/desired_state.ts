import type { Mode } from "../../config/schema.ts";
import type { Override } from "../../reconciler/claim.ts";
import { endsByQuarter } from "../../reconciler/expiry.ts";
import type { Person, RosterSnapshot, Shift } from "../../reconciler/shift.ts";
import { PARTIAL, SlackFailure } from "../../slack/failure.ts";
import {
  getSnapshot,
  SnapshotNotFound,
} from "../../slack/records/roster_snapshots.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import type { LastRun } from "./run_state.ts";

/** The part of a step's orders that does not come from the rosters. */
export interface RunMode {
  /** In preview nothing is written, except for people who opted out. */
  readonly mode: Mode;
  /** Why everyone is restored; `null` if they are not. */
  readonly restoreReason: string | null;
  /** A workflow's own text and emoji, if any. */
  readonly override: Override | null;
  /** People whom the last run failed: others go first. */
  readonly failing: ReadonlySet<string>;
}

/** What a step decides from: the rosters and its orders. It never changes. */
export interface DesiredState extends RunMode {
  readonly snapshot: RosterSnapshot;
  /** The snapshot's shifts, by person. */
  readonly shifts: ReadonlyMap<string, Shift[]>;
  /** On-call shifts that the snapshot remembers, by person. They silence nobody, and are not shown. */
  readonly remembered: ReadonlyMap<string, Shift[]>;
  /** The snapshot's people, by Slack id. */
  readonly roster: ReadonlyMap<string, Person>;
  /** How many shifts of people who opted in end in each quarter of an hour. */
  readonly ends: ReadonlyMap<number, number>;
}

/** The run mode of a click: carried out even if runs are in preview. */
export const MANUAL: RunMode = {
  mode: "enforce",
  restoreReason: null,
  override: null,
  failing: new Set(),
};

/** The run mode by the records of the last run and the operators. */
export function runModeOf(
  { mode, restoreReason, checkpoint }: LastRun,
  override: Override | null = null,
): RunMode {
  const failing = new Set(checkpoint?.failing);
  return { mode, restoreReason, override, failing };
}

/** Indexes a snapshot; `optedIn` holds the people whose ends count. */
export function desiredState(
  snapshot: RosterSnapshot,
  optedIn: ReadonlyMap<string, unknown>,
  runMode: RunMode,
): DesiredState {
  const ends: (number | null)[] = [];
  for (const { person, end } of snapshot.shifts) {
    if (optedIn.has(person)) ends.push(end);
  }
  const roster = new Map<string, Person>();
  for (const person of snapshot.people) roster.set(person.id, person);
  return {
    ...runMode,
    snapshot,
    shifts: Map.groupBy(snapshot.shifts, ({ person }) => person),
    remembered: Map.groupBy(snapshot.remembered, ({ person }) => person),
    roster,
    ends: endsByQuarter(ends),
  };
}

/**
 * Reads a snapshot. A read may not show yet what was stored just now, so a
 * missing snapshot is read once more, and so is one that Slack read in part.
 *
 * @throws {Error} if it cannot be read.
 */
export async function readSnapshot(
  execution: Execution,
  version: string,
): Promise<RosterSnapshot> {
  const { client } = execution;
  try {
    return await getSnapshot(client, version);
  } catch (error) {
    const isPartial = error instanceof SlackFailure &&
      error.error === PARTIAL;
    if (!(error instanceof SnapshotNotFound) && !isPartial) throw error;
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
    remembered: [],
    unplaced: [],
    unmapped_shifts: [],
    people: [],
    unreadable: [],
    unmapped: [],
    rejected: [],
    schedules: [],
  };
}
