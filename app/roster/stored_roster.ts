import type { Problem } from "../../reconciler/change.ts";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import { isGroupKey } from "../../rosters/members.ts";
import type { RosterReading } from "../../rosters/port.ts";
import { nextChange } from "../../intervals.ts";
import type { Checkpoint } from "../../slack/records/checkpoint.ts";
import { recordUnread, SlackFailure } from "../../slack/failure.ts";
import { putSnapshot } from "../../slack/records/roster_snapshots.ts";
import { SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "../../time.ts";
import { readDeclared } from "../declared/read_declared.ts";
import type { Execution } from "../execution.ts";
import { NONE } from "../handoffs/booked.ts";
import { bookAgainAt, wantedHandoffs } from "../handoffs/wanted_handoffs.ts";
import {
  entryUnreadable,
  notFound,
  notLookedUp,
  onCallForgotten,
  sourceUnreadable,
} from "../messages/report.ts";
import { readSnapshot } from "../state/desired_state.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";
import { recordProblem } from "../state/step_log.ts";
import { isStale, type RosterDelta } from "./change_detection.ts";
import type { LookedUp } from "./look_up_people.ts";
import { mapReadings } from "./map_readings.ts";

/** A stored snapshot, as a checkpoint refers to it. */
export interface StoredRoster {
  stored: Pick<
    Checkpoint,
    | ("snapshot" | "snapshot_at" | "snapshots" | "changes_at" | "unmapped")
    | ("upcoming" | "ahead" | "booked_until" | "handoffs" | "book_at")
  >;
  problems: Problem[];
  /**
   * The revision of the consents that it stands for; `""` for none: what people
   * declared could not be read, so a later run must read it.
   */
  revision: string;
  /** The look-ups to keep once the run is on record. */
  lookedUp: Pick<LookedUp, "fresh" | "expired">;
}

/** For this long a run that continues another one uses the same snapshot. */
const SNAPSHOT_FRESH_SECONDS = 5 * SECONDS_PER_MINUTE;

/**
 * Finds the last run's snapshot, if it is fresh and still says the same. A run
 * that continues another one need not store it again. If a consent has changed,
 * what people declared may have, too.
 *
 * @returns `null` if the rosters must be stored again.
 */
export function freshRoster(
  reading: RosterReading,
  { checkpoint, revision }: LastRun,
  delta: RosterDelta,
): StoredRoster | null {
  const fresh = checkpoint !== null && checkpoint.unmapped === 0 &&
    revision !== "" && checkpoint.started_revision === revision &&
    delta.at - checkpoint.snapshot_at < SNAPSHOT_FRESH_SECONDS &&
    !isStale(checkpoint, delta);
  if (!fresh) return null;
  return {
    stored: checkpoint,
    problems: readingProblems({ ...reading, unmapped: [] }),
    revision,
    lookedUp: { fresh: [], expired: [] },
  };
}

/** How long a snapshot is kept that belongs to no run. */
const ALONE_KEPT_SECONDS = SECONDS_PER_DAY;

/**
 * Maps what was read and what people declared, and stores it as a snapshot.
 *
 * @param ofRun Whether a run refers to it, so that a later run can delete it.
 * @throws {SlackFailure} if it cannot be stored.
 */
export async function storeRoster(
  execution: Execution,
  reading: RosterReading,
  last: LastRun,
  { at, horizonSeconds, upcoming, ahead }: RosterDelta,
  ofRun = true,
): Promise<StoredRoster> {
  const { checkpoint, revision } = last;
  // Polls need not read this to detect a change: declaring marks the consents as changed.
  const declared = await readDeclared(execution);
  const readings = [reading, declared];
  // A person who opts in or declares something is in Slack, found before or not.
  const retryMisses = revision === "" ||
    checkpoint?.consents_revision !== revision;
  const lost: Problem[] = [];
  const readLast = () => readLastSnapshot(execution, last, lost);
  const { snapshot, lookedUp } = await mapReadings(
    execution,
    readings,
    at,
    retryMisses,
    readLast,
  );
  const before = checkpoint?.handoffs ?? NONE;
  const [snapshots, wanted] = await Promise.all([
    putSnapshot(
      execution.client,
      snapshot,
      ofRun ? checkpoint?.snapshots ?? [] : [],
      execution.clientWithoutRetry,
      ofRun ? undefined : at + ALONE_KEPT_SECONDS,
    ),
    wantedHandoffs(execution, snapshot, horizonSeconds, before),
  ]);
  return {
    stored: {
      snapshot: snapshot.version,
      snapshot_at: at,
      snapshots,
      changes_at: nextChange([...snapshot.shifts, ...snapshot.remembered], at),
      unmapped: snapshot.unmapped.length,
      upcoming,
      ahead,
      booked_until: at + horizonSeconds,
      handoffs: wanted.handoffs,
      book_at: earliest(
        bookAgainAt(snapshot, horizonSeconds),
        declared.readAgainAt,
      ),
    },
    problems: [
      ...lost,
      ...lookedUp.broken.map(recordProblem),
      ...readingProblems(snapshot),
      ...wanted.problems,
    ],
    revision: declared.isComplete ? revision : "",
    lookedUp,
  };
}

/**
 * The last snapshot, for the on-call shifts that this reading lacks. One that is
 * lost or does not parse cannot be mended, so the run goes on without it.
 *
 * @param problems Takes the problem in that case.
 * @throws {SlackFailure} if the datastore cannot be read: a later run can.
 */
async function readLastSnapshot(
  execution: Execution,
  { checkpoint, broken }: Pick<LastRun, "checkpoint" | "broken">,
  problems: Problem[],
): Promise<RosterSnapshot | null> {
  if (checkpoint === null) {
    const isUnread = broken.some(({ id, transient }) =>
      id === "checkpoint" && transient
    );
    if (isUnread) throw recordUnread("checkpoint");
    return null;
  }
  try {
    return await readSnapshot(execution, checkpoint.snapshot);
  } catch (thrown) {
    if (thrown instanceof SlackFailure) throw thrown;
    // A run at the same time may have stored a newer one, and deleted this one.
    const newer = await readLastRun(execution);
    const id = newer.checkpoint?.snapshot ?? checkpoint.snapshot;
    if (id !== checkpoint.snapshot) {
      return await readLastSnapshot(execution, newer, problems);
    }
    problems.push(onCallForgotten((thrown as Error).message));
    return null;
  }
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? a ?? b : Math.min(a, b);
}

/** Reports what could not be read, was left out, or was not found in Slack. */
export function readingProblems(
  { unreadable, rejected, unmapped }: Pick<
    RosterSnapshot,
    "unreadable" | "rejected" | "unmapped"
  >,
): Problem[] {
  return [
    ...unreadable.map(({ identity, ...each }) =>
      identity === undefined
        ? sourceUnreadable(each)
        : entryUnreadable({ ...each, identity })
    ),
    ...rejected.map(({ source, reason }) => ({ about: source, reason })),
    ...unmapped.map((each) =>
      each.transient
        ? notLookedUp({ ...each, isGroup: isGroupKey(each.identity) })
        : notFound(each)
    ),
  ];
}
