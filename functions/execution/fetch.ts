import { HOUR, MINUTE, SECOND } from "@std/datetime";
import { configDigest } from "../../config/digest.ts";
import type { Problem } from "../../reconciler/result.ts";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import { rosterDigest } from "../../rosters/digest.ts";
import { identitiesOf, mapPeople } from "../../rosters/map_people.ts";
import { nextChange } from "../../rosters/next_change.ts";
import type { RosterReading } from "../../rosters/port.ts";
import { readRosters } from "../../rosters/read_rosters.ts";
import type { Broken } from "../../slack/record_store.ts";
import type { Latest } from "../../slack/records/latest.ts";
import type { Settled } from "../../slack/records/runs.ts";
import { putSnapshot } from "../../slack/records/snapshots.ts";
import { dropContinuation } from "./continuation.ts";
import { type Execution, nowOf } from "./execution.ts";
import { lookUpPeople } from "./look_up_people.ts";
import { recordProblem } from "./observation.ts";
import { type LastRun, putStepReport, readLastRun } from "./run_records.ts";

/** What `fetch_roster` tells the steps after it. */
export interface FetchOutputs {
  run_id: string;
  snapshot_id: string;
  /** `nothing`, `watched` or `everybody`. */
  scope: string;
  shifts: number;
  unreadable: number;
  unmapped: number;
}

/** How long a snapshot serves runs that go on with what one began (seconds). */
const SNAPSHOT_IS_NEW = 5 * MINUTE / SECOND;

/** Of everything that is looked at, what was settled by: equal digests, equal work. */
interface Digests {
  roster_digest: string;
  config_digest: string;
}

/**
 * Reads every roster. When nothing is new and nothing due, that is all: what
 * the last run left is read, in one call to Slack, and nothing is stored.
 */
export async function fetchRoster(
  execution: Execution,
  always: boolean,
): Promise<FetchOutputs> {
  const { config, env, clock } = execution;
  const since = nowOf(execution);
  const until = since + config.limits.roster_hours * HOUR / SECOND;
  const [reading, last] = await Promise.all([
    readRosters(config.sources, { since, until }, {
      env,
      clock,
      time_zone: config.time_zone,
      stop_at: execution.last_start_ms,
    }),
    readLastRun(execution),
  ]);
  const { mode, put_back } = last;
  const digests = {
    roster_digest: rosterDigest(reading.shifts, reading.unreadable, since),
    config_digest: configDigest({ ...config, mode }) + (put_back ?? ""),
  };
  const scope = always ? "everybody" : scopeOf(last, digests, since);
  if (scope !== "everybody") {
    await clearFired(execution, last);
    const { snapshot, unmapped } = last.settled!;
    return outputsOf(execution, snapshot, scope, reading, unmapped);
  }
  const known = knownSnapshot(reading, last, digests, since);
  const run = known ?? await storeReading(execution, reading, last, since);
  const problems = [...last.broken.map(recordProblem), ...run.problems];
  const failing = last.settled?.failing ?? [];
  const consents_revision = last.settled?.consents_revision ?? "";
  const settled: Settled = {
    id: "settled",
    ...digests,
    ...run.stored,
    consents_revision,
    started_at: since,
    started_revision: last.revision,
    open: true,
    next_due: null,
    watch: [],
    failing,
  };
  // From here on a run is open: should it be cut short, the next poll goes on.
  const { snapshot, snapshot_at, unmapped } = run.stored;
  const latest: Latest = { id: "latest", snapshot, snapshot_at };
  const report = { results: [], problems };
  await putStepReport(execution, "fetch", report, [settled, latest]);
  return outputsOf(execution, snapshot, scope, reading, unmapped);
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

/** A snapshot that says what a run goes by. */
interface StoredRoster {
  stored: Pick<
    Settled,
    "snapshot" | "snapshot_at" | "snapshots" | "changes_at" | "unmapped"
  >;
  problems: Problem[];
}

/** The last snapshot, where it is new and says the same: a run that only goes on need not store it again. */
function knownSnapshot(
  reading: RosterReading,
  { settled }: LastRun,
  { roster_digest, config_digest }: Digests,
  now: number,
): StoredRoster | null {
  const same = settled !== null && settled.unmapped === 0 &&
    settled.roster_digest === roster_digest &&
    settled.config_digest === config_digest &&
    now - settled.snapshot_at < SNAPSHOT_IS_NEW && !isOutdated(settled, now);
  if (!same) return null;
  const { snapshot, snapshot_at, snapshots, changes_at, unmapped } = settled;
  return {
    stored: { snapshot, snapshot_at, snapshots, changes_at, unmapped },
    problems: problemsOf({ ...reading, unmapped: [] }),
  };
}

/**
 * Whether a shift should have started or ended by now by the snapshot that is
 * stored: what is under way is the same all the same, so it was cancelled or
 * moved, and the snapshot must not be gone by.
 */
function isOutdated({ changes_at }: Settled, now: number): boolean {
  return changes_at !== null && changes_at <= now;
}

async function storeReading(
  execution: Execution,
  reading: RosterReading,
  last: LastRun,
  since: number,
): Promise<StoredRoster> {
  const { snapshot, broken } = await mapReading(execution, reading, since);
  const before = last.settled?.snapshots ?? [];
  const snapshots = await putSnapshot(execution.client, snapshot, before);
  // What a broken one said is found out anew by looking at everybody.
  const problems = [...broken.map(recordProblem), ...problemsOf(snapshot)];
  return {
    stored: {
      snapshot: snapshot.version,
      snapshot_at: since,
      snapshots,
      changes_at: nextChange(reading.shifts, since),
      unmapped: snapshot.unmapped.length,
    },
    problems,
  };
}

/** Whether a poll finds nothing new, only people to look at again, or more. */
function scopeOf(
  { settled, revision }: LastRun,
  digests: Digests,
  now: number,
): "nothing" | "watched" | "everybody" {
  const same = settled !== null && !settled.open && revision !== "" &&
    settled.roster_digest === digests.roster_digest &&
    settled.config_digest === digests.config_digest &&
    settled.consents_revision === revision;
  const due = settled?.next_due ?? Infinity;
  if (!same || due <= now) return "everybody";
  if (settled.watch.length === 0) return "nothing";
  return isOutdated(settled, now) ? "everybody" : "watched";
}

async function mapReading(
  execution: Execution,
  reading: RosterReading,
  readAt: number,
): Promise<{ snapshot: RosterSnapshot; broken: Broken[] }> {
  const table = execution.config.people;
  const identities = identitiesOf(reading.shifts);
  const { lookUps, broken } = await lookUpPeople(execution, identities, table);
  const snapshot = {
    version: execution.id,
    read_at: readAt,
    unreadable: reading.unreadable,
    rejected: reading.rejected,
    ...mapPeople(reading.shifts, table, lookUps),
  };
  return { snapshot, broken };
}

function problemsOf(
  { unreadable, rejected, unmapped }: Pick<
    RosterSnapshot,
    "unreadable" | "rejected" | "unmapped"
  >,
): Problem[] {
  return [
    ...unreadable.map(({ source, schedule, reason }) => ({
      about: schedule === null ? source : `${source}, schedule ${schedule}`,
      reason: `${
        reason.replace(/\.$/, "")
      }. Everybody on it stays as they are.`,
    })),
    ...rejected.map(({ source, reason }) => ({ about: source, reason })),
    ...unmapped.map(({ name, identity, reason, passing }) => ({
      about: `${name} (${identity})`,
      reason: passing
        ? `could not be looked up in Slack, stays as they are: ${reason}`
        : `not found in Slack: ${reason}`,
    })),
  ];
}

function outputsOf(
  execution: Execution,
  snapshot_id: string,
  scope: string,
  reading: RosterReading,
  unmapped: number,
): FetchOutputs {
  return {
    run_id: execution.id,
    snapshot_id,
    scope,
    shifts: reading.shifts.length,
    unreadable: reading.unreadable.length,
    unmapped,
  };
}
