import type { RosterSnapshot } from "../../reconciler/shift.ts";
import { getRecord } from "../../slack/record_store.ts";
import { getSnapshotOfSize } from "../../slack/records/roster_snapshots.ts";
import {
  ROSTERS_READ_ID,
  type RostersRead,
  rostersRead,
} from "../../slack/records/rosters_read.ts";
import type { Rosters, Unread } from "../../talking/overview.ts";
import { type Schedule, withDistinctNames } from "../../talking/schedule.ts";
import { toldShifts } from "../../talking/told_shifts.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import type { Execution } from "../execution.ts";
import { isSameKey } from "../roster/note_reading.ts";

/** What the rosters said when they were last read. */
export interface ReadRosters {
  /** The schedules that can be asked for and linked. */
  schedules: Schedule[];
  rosters: Rosters;
  snapshot: RosterSnapshot;
}

/**
 * Reads the rosters as the last run stored them: the record of the last reading, and
 * the snapshot in a call for each 25 chunks.
 *
 * @returns `null` if no run has read them yet.
 * @throws {Error} if the snapshot cannot be read.
 */
export async function readRosters(
  execution: Execution,
): Promise<ReadRosters | null> {
  const { client, config } = execution;
  const last = await readLast(execution);
  if (last === null) return null;
  const snapshot = await getSnapshotOfSize(client, last.snapshot);
  return {
    schedules: withDistinctNames(last.schedules),
    rosters: {
      readAt: last.at,
      pollSeconds: config.poll_minutes * SECONDS_PER_MINUTE,
      shifts: toldShifts(snapshot),
      unread: unreadSince(snapshot, last),
    },
    snapshot,
  };
}

/**
 * Only the schedules that can be asked for and linked, for commands that need no
 * shifts: one call.
 *
 * @returns `null` if no run has read the rosters yet.
 * @throws {Error} if they cannot be read.
 */
export async function readSchedules(
  execution: Execution,
): Promise<Schedule[] | null> {
  const last = await readLast(execution);
  return last === null ? null : withDistinctNames(last.schedules);
}

async function readLast({ client }: Execution): Promise<RostersRead | null> {
  const found = await getRecord(client, rostersRead, ROSTERS_READ_ID);
  const [broken] = found.broken;
  if (broken) throw new Error(`${broken.store} ${broken.id}: ${broken.reason}`);
  return found.records.get(ROSTERS_READ_ID) ?? null;
}

function unreadSince(
  { unreadable }: RosterSnapshot,
  { unread }: RostersRead,
): Unread[] {
  return unreadable.map((each) => {
    const { source, schedule, identity = null } = each;
    const known = unread.find(({ key }) =>
      isSameKey(key, [source, schedule, identity])
    );
    return { ...each, since: known?.since ?? null };
  });
}
