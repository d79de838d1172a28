import {
  readRosters,
  withoutPlaceholders,
} from "../../rosters/read_rosters.ts";
import type { RosterReading } from "../../rosters/port.ts";
import type { Checkpoint, Latest } from "../../slack/records/runs.ts";
import { type Execution, nowOf } from "../execution.ts";
import { AS_BOOKED, toBook } from "../handoffs/booked.ts";
import { recordProblem } from "../state/record_problem.ts";
import {
  type LastRun,
  putStepReport,
  readLastRun,
} from "../state/run_records.ts";
import { dropContinuation } from "../lock/continuation.ts";
import {
  type RosterDelta,
  rosterDeltaOf,
  scopeOf,
} from "../roster/change_detection.ts";
import {
  knownRoster,
  type StoredRoster,
  storeRoster,
} from "../roster/stored_roster.ts";
import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../../time.ts";

/** What `fetch_roster` tells the steps after it. */
export interface FetchOutputs {
  run_id: string;
  snapshot_id: string;
  /** `nothing`, `watched` or `everybody`. */
  scope: string;
  shifts: number;
  unreadable: number;
  unmapped: number;
  /** The handoffs to book, for the step that does. */
  handoffs: string;
}

/** A run that began within this time may not have written all it will (seconds). */
const MAY_BE_AT_WORK = SECONDS_PER_MINUTE;

/**
 * Reads every roster. When nothing is new and nothing due, that is all: what
 * the last run left is read, in one call to Slack, and nothing is stored.
 */
export async function fetchRoster(
  execution: Execution,
  always: boolean,
): Promise<FetchOutputs> {
  const since = nowOf(execution);
  const [reading, last] = await Promise.all([
    readAll(execution, since),
    readLastRun(execution),
  ]);
  const news = rosterDeltaOf(execution, last, reading, since);
  const scope = always ? "everybody" : scopeOf(last, news);
  if (scope !== "everybody") {
    await clearFired(execution, last);
    const { snapshot, unmapped } = last.checkpoint!;
    const counts = { unmapped, handoffs: AS_BOOKED };
    return outputsOf(execution, snapshot, scope, reading, counts);
  }
  const run = knownRoster(reading, last, news) ??
    await storeRoster(execution, reading, last, news);
  await open(execution, last, news, run);
  const { snapshot, unmapped } = run.stored;
  const counts = { unmapped, handoffs: toBook(run.stored, last.booked) };
  return outputsOf(execution, snapshot, scope, reading, counts);
}

async function readAll(
  { config, env, clock, lastStartMs: last_start_ms }: Execution,
  since: number,
): Promise<RosterReading> {
  const { sources, states, limits, time_zone, placeholders } = config;
  const window = {
    since,
    until: since + limits.roster_hours * SECONDS_PER_HOUR,
  };
  const reading = await readRosters(sources, Object.keys(states), window, {
    env,
    clock,
    timeZone: time_zone,
    stopAtMs: last_start_ms,
  });
  const shifts = withoutPlaceholders(reading.shifts, placeholders);
  return { ...reading, shifts };
}

/** From here on a run is open: should it be cut short, the next poll goes on. */
async function open(
  execution: Execution,
  { checkpoint: before, revision, broken }: LastRun,
  { at, roster_digest, config_digest }: RosterDelta,
  { stored, problems }: StoredRoster,
): Promise<void> {
  const checkpoint: Checkpoint = {
    id: "checkpoint",
    ...stored,
    roster_digest,
    config_digest,
    consents_revision: before?.consents_revision ?? "",
    started_at: at,
    started_revision: revision,
    open: true,
    overlapped: before !== null && before.open &&
      at - before.started_at < MAY_BE_AT_WORK,
    next_due: null,
    watch: [],
    failing: before?.failing ?? [],
  };
  const { snapshot, snapshot_at } = stored;
  const latest: Latest = { id: "latest", snapshot, snapshot_at };
  const all = [...broken.map(recordProblem), ...problems];
  const report = { results: [], problems: all };
  await putStepReport(execution, "fetch", report, [checkpoint, latest]);
}

/** A continuation that fired and found nothing left to do: the steps of a run that does something see to theirs. */
async function clearFired(
  execution: Execution,
  { continuation }: LastRun,
): Promise<void> {
  if (continuation === null || continuation.at > nowOf(execution)) return;
  const problems = await dropContinuation(execution, continuation);
  for (const { about, reason } of problems) console.warn(`${about}: ${reason}`);
}

function outputsOf(
  execution: Execution,
  snapshot_id: string,
  scope: string,
  reading: RosterReading,
  counts: Pick<FetchOutputs, "unmapped" | "handoffs">,
): FetchOutputs {
  return {
    run_id: execution.id,
    snapshot_id,
    scope,
    shifts: reading.shifts.length,
    unreadable: reading.unreadable.length,
    ...counts,
  };
}
