import {
  readRosters,
  withoutPlaceholders,
} from "../../rosters/read_rosters.ts";
import type { RosterReading } from "../../rosters/port.ts";
import type { Checkpoint } from "../../slack/records/checkpoint.ts";
import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../../time.ts";
import { tellCutShort } from "../audit/operator_actions.ts";
import { type Execution, nowOf } from "../execution.ts";
import { AS_BOOKED, handoffsInput } from "../handoffs/booked.ts";
import { dropRun } from "../lock/continuation.ts";
import {
  hasRead,
  isStale,
  isWaitedFor,
  type PollScope,
  type RosterDelta,
  rosterDeltaOf,
  scopeOf,
} from "../roster/change_detection.ts";
import { holdBackEmptied } from "../roster/emptied_sources.ts";
import { noteReading } from "../roster/note_reading.ts";
import { keepLookUps } from "../roster/look_up_people.ts";
import {
  freshRoster,
  type StoredRoster,
  storeRoster,
} from "../roster/stored_roster.ts";
import { markAtWork, readRunStart } from "../roster/run_start.ts";
import { maySetUp } from "../setup/authority.ts";
import { recordProblem } from "../state/step_log.ts";
import type { LastRun } from "../state/run_state.ts";
import { putStepReport } from "../state/step_reports.ts";
import { findDueWatched } from "../sync/watched.ts";

/** The outputs of `fetch_roster`, for the steps after it. */
interface FetchOutputs {
  run_id: string;
  snapshot_id: string;
  /** `nothing`, `watched` or `everybody`. */
  scope: string;
  shifts: number;
  unreadable: number;
  unmapped: number;
  /** Input of the step that books handoffs. */
  handoffs: string;
}

/** A run that began less than this ago may still be writing. */
const MAY_STILL_WRITE_SECONDS = SECONDS_PER_MINUTE;

interface FetchInputs {
  /** Whether to check everybody even if nothing is new. */
  always?: boolean | undefined;
  /** Whether the steps that restore and apply follow. */
  complete?: boolean | undefined;
  /** For the set-up: the Slack user id of the person who clicked. */
  set_up_by?: string | undefined;
}

/**
 * The step *read the rosters*. If nothing is new and nothing is due, it makes two
 * calls to Slack: one reads the records of the last run, the other notes for answers
 * to people that the rosters were read. Without the
 * steps that follow in a run it leaves nothing but the snapshot, so no run takes it
 * for one.
 */
export async function fetchRoster(
  execution: Execution,
  { always = false, complete = false, set_up_by }: FetchInputs,
): Promise<FetchOutputs> {
  if (set_up_by !== undefined && !await maySetUp(execution, set_up_by)) {
    return nothingRead(execution, null);
  }
  const now = nowOf(execution);
  // Steps of somebody's own workflow need a snapshot of their own.
  const isAlone = always || !complete;
  const { last, isLeft } = await readRunStart(execution, now, isAlone);
  if (!isLeft) await tellCutShort(execution, last.notices);
  if (isLeft && !hasRead(last)) return nothingRead(execution, last);
  const isMarked = complete && !isLeft && (always || isWaitedFor(last, now));
  const [{ reading, listed }] = await Promise.all([
    readSources(execution, last, now),
    isMarked ? markAtWork(execution, last, now) : null,
  ]);
  const delta = rosterDeltaOf(execution, last, reading, listed, now);
  const isUnchanged = isLeft && !isStale(last.checkpoint!, delta);
  const scope = always
    ? "everybody"
    : isUnchanged
    ? "nothing"
    : await pollScope(execution, last, delta);
  if (scope !== "everybody") {
    await dropFiredRun(execution, last);
    const { snapshot, unmapped, snapshots } = last.checkpoint!;
    if (complete) {
      const stored = snapshots.find(({ version }) => version === snapshot);
      await noteReading(execution, reading, stored, now);
    }
    const rest = { unmapped, handoffs: AS_BOOKED };
    return outputsOf(execution, snapshot, scope, reading, rest);
  }
  const roster = freshRoster(reading, last, delta) ??
    await storeRoster(execution, reading, last, delta, complete);
  if (complete) await openRun(execution, last, delta, roster);
  else if (set_up_by === undefined) {
    await reportReading(execution, last, roster);
  }
  await keepLookUps(execution, roster.lookedUp);
  if (complete) {
    const { snapshot, snapshots } = roster.stored;
    const stored = snapshots.find(({ version }) => version === snapshot);
    await noteReading(execution, reading, stored, now);
  }
  const { snapshot, unmapped } = roster.stored;
  const handoffs = handoffsInput(roster.stored, last.booked);
  const rest = { unmapped, handoffs };
  return outputsOf(execution, snapshot, scope, reading, rest);
}

/** Whom this run must check. Watched people with nothing to do are left out here. */
async function pollScope(
  execution: Execution,
  last: LastRun,
  delta: RosterDelta,
): Promise<PollScope> {
  const scope = scopeOf(execution, last, delta);
  if (scope !== "watched") return scope;
  const due = await findDueWatched(execution, last);
  return due.length === 0 ? "nothing" : "watched";
}

async function readSources(
  { config, env, clock, lastStartMs }: Execution,
  { checkpoint }: LastRun,
  since: number,
): Promise<{ reading: RosterReading; listed: Checkpoint["listed"] }> {
  const { sources, states, limits, time_zone, placeholders } = config;
  const window = {
    since,
    until: since + limits.roster_hours * SECONDS_PER_HOUR,
  };
  const read = await readRosters(sources, Object.keys(states), window, {
    env,
    clock,
    timeZone: time_zone,
    stopAtMs: lastStartMs,
  });
  const { reading, listed } = holdBackEmptied(
    read,
    sources.map(({ id }) => id),
    checkpoint?.listed ?? {},
    since,
  );
  const shifts = withoutPlaceholders(reading.shifts, placeholders);
  return { reading: { ...reading, shifts }, listed };
}

/** Records the run as open. If it is cut short, the next poll continues it. */
async function openRun(
  execution: Execution,
  last: LastRun,
  { at, rosterDigest, configDigest, listed }: RosterDelta,
  roster: StoredRoster,
): Promise<void> {
  const { checkpoint: before } = last;
  const { stored, revision } = roster;
  const checkpoint: Checkpoint = {
    id: "checkpoint",
    ...stored,
    roster_digest: rosterDigest,
    config_digest: configDigest,
    listed,
    consents_revision: before?.consents_revision ?? "",
    started_at: at,
    started_revision: revision,
    open: true,
    overlapped: before !== null && before.open &&
      at - before.started_at < MAY_STILL_WRITE_SECONDS,
    next_due: null,
    watch: [],
    failing: before?.failing ?? [],
  };
  await reportReading(execution, last, roster, [checkpoint]);
}

/** Stores the problems of a reading for the report, and other records `beside` them. */
async function reportReading(
  execution: Execution,
  { broken }: LastRun,
  { problems }: StoredRoster,
  beside: Checkpoint[] = [],
): Promise<void> {
  const all = [...broken.map(recordProblem), ...problems];
  const report = { results: [], problems: all };
  await putStepReport(execution, "fetch", report, beside);
}

/** Removes the trigger of a booked run that fired and found nothing to do. In other runs the apply step does this. */
async function dropFiredRun(
  execution: Execution,
  { continuation }: LastRun,
): Promise<void> {
  if (continuation === null || continuation.at > nowOf(execution)) return;
  const problems = await dropRun(execution, continuation);
  for (const { about, reason } of problems) console.warn(`${about}: ${reason}`);
}

/** The outputs if no roster was read. */
function nothingRead(
  { id }: Execution,
  last: Pick<LastRun, "checkpoint"> | null,
): FetchOutputs {
  return {
    run_id: id,
    snapshot_id: last?.checkpoint?.snapshot ?? "none",
    scope: "nothing",
    shifts: 0,
    unreadable: 0,
    unmapped: 0,
    handoffs: AS_BOOKED,
  };
}

function outputsOf(
  execution: Execution,
  snapshot_id: string,
  scope: PollScope,
  reading: RosterReading,
  rest: Pick<FetchOutputs, "unmapped" | "handoffs">,
): FetchOutputs {
  return {
    run_id: execution.id,
    snapshot_id,
    scope,
    shifts: reading.shifts.length,
    unreadable: reading.unreadable.length,
    ...rest,
  };
}
