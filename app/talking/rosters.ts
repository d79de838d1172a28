import type { Rosters } from "../../talking/overview.ts";
import { type Schedule, withDistinctNames } from "../../talking/schedule.ts";
import { toldShifts } from "../../talking/told_shifts.ts";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import { type Config, isLinkable } from "../../config/schema.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import type { Execution } from "../execution.ts";
import { readSnapshot } from "../state/desired_state.ts";
import { readLastRun } from "../state/run_state.ts";

/** What the rosters said when they were last read, for answers. */
export interface ReadRosters {
  /** The schedules that can be asked for and linked. */
  schedules: Schedule[];
  rosters: Rosters;
}

/**
 * Reads the rosters as the last run stored them.
 *
 * @returns `null` if no run has read them yet.
 * @throws {Error} if the snapshot cannot be read.
 */
export async function readRosters(
  execution: Execution,
): Promise<ReadRosters | null> {
  const { config } = execution;
  const { checkpoint } = await readLastRun(execution);
  if (checkpoint === null) return null;
  const snapshot = await readSnapshot(execution, checkpoint.snapshot);
  return {
    schedules: askableSchedules(config, snapshot),
    rosters: {
      readAt: snapshot.read_at,
      pollSeconds: config.poll_minutes * SECONDS_PER_MINUTE,
      shifts: toldShifts(snapshot),
      unread: snapshot.unreadable.map((each) => ({ ...each, since: null })),
    },
  };
}

/**
 * Only the schedules that can be asked for and linked, for commands that need no
 * shifts.
 *
 * @returns `null` if no run has read them yet.
 * @throws {Error} if the snapshot cannot be read.
 */
export async function readSchedules(
  execution: Execution,
): Promise<Schedule[] | null> {
  return (await readRosters(execution))?.schedules ?? null;
}

/** Schedules of the states that are a channel's business, by names that differ. */
function askableSchedules(
  config: Config,
  { schedules }: Pick<RosterSnapshot, "schedules">,
): Schedule[] {
  const askable = new Set(
    config.sources.filter(({ state }) => isLinkable(config, state))
      .map(({ id }) => id),
  );
  return withDistinctNames(
    schedules.filter(({ source }) => askable.has(source)),
  );
}
