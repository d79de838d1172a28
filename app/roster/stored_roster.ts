import type { Problem } from "../../reconciler/change.ts";
import { nextChange } from "../../rosters/upcoming.ts";
import type { RosterReading } from "../../rosters/port.ts";
import type { Checkpoint } from "../../slack/records/runs.ts";
import { putSnapshot } from "../../slack/records/roster_snapshots.ts";
import { readDeclared } from "../declared/read_declared.ts";
import type { Execution } from "../execution.ts";
import { NONE } from "../handoffs/booked.ts";
import { bookAgainAt, wantedHandoffs } from "../handoffs/wanted_handoffs.ts";
import { recordProblem } from "../state/record_problem.ts";
import type { LastRun } from "../state/run_records.ts";
import { mapReadings } from "./map_readings.ts";
import { readingProblems } from "./reading_problems.ts";
import { isStale, type RosterDelta } from "./change_detection.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";

/** How long a snapshot serves runs that go on with what one began (seconds). */
const SNAPSHOT_IS_NEW = 5 * SECONDS_PER_MINUTE;

/** A snapshot that says what a run goes by. */
export interface StoredRoster {
  stored: Pick<
    Checkpoint,
    | ("snapshot" | "snapshot_at" | "snapshots" | "changes_at" | "unmapped")
    | ("upcoming" | "booked_until" | "handoffs" | "book_at")
  >;
  problems: Problem[];
}

/**
 * The last snapshot, where it is new and says the same: a run that only goes on
 * need not store it again. With the consents what people declare may change.
 */
export function knownRoster(
  reading: RosterReading,
  { checkpoint, revision }: LastRun,
  news: RosterDelta,
): StoredRoster | null {
  const same = checkpoint !== null && checkpoint.unmapped === 0 &&
    checkpoint.started_revision === revision &&
    news.at - checkpoint.snapshot_at < SNAPSHOT_IS_NEW &&
    !isStale(checkpoint, news);
  if (!same) return null;
  return {
    stored: checkpoint,
    problems: readingProblems({ ...reading, unmapped: [] }),
  };
}

/** Maps and stores what was read, and what people declared. */
export async function storeRoster(
  execution: Execution,
  reading: RosterReading,
  { checkpoint }: LastRun,
  { at, horizon, upcoming }: RosterDelta,
): Promise<StoredRoster> {
  // What is read here, no poll asks for: whoever changes it marks the consents as changed.
  const readings = [reading, await readDeclared(execution)];
  const { snapshot, broken } = await mapReadings(execution, readings, at);
  const [snapshots, wanted] = await Promise.all([
    putSnapshot(execution.client, snapshot, checkpoint?.snapshots ?? []),
    wantedHandoffs(execution, snapshot, horizon, checkpoint?.handoffs ?? NONE),
  ]);
  // What a broken one said is found out anew by looking at everybody.
  const problems = [
    ...broken.map(recordProblem),
    ...readingProblems(snapshot),
    ...wanted.problems,
  ];
  return {
    stored: {
      snapshot: snapshot.version,
      snapshot_at: at,
      snapshots,
      changes_at: nextChange(snapshot.shifts, at),
      unmapped: snapshot.unmapped.length,
      upcoming,
      booked_until: at + horizon,
      handoffs: wanted.handoffs,
      book_at: bookAgainAt(snapshot, horizon),
    },
    problems,
  };
}
