import { HOUR, SECOND } from "@std/datetime";
import { configDigest } from "../../config/digest.ts";
import type { Problem } from "../../reconciler/result.ts";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import { rosterDigest } from "../../rosters/digest.ts";
import { identitiesOf, mapPeople } from "../../rosters/map_people.ts";
import type { RosterReading } from "../../rosters/port.ts";
import { readRosters } from "../../rosters/read_rosters.ts";
import type { Broken } from "../../slack/record_store.ts";
import type { Settled } from "../../slack/records/runs.ts";
import { putSnapshot } from "../../slack/records/snapshots.ts";
import { type Execution, nowOf } from "./execution.ts";
import { lookUpPeople } from "./look_up_people.ts";
import { recordProblem } from "./observation.ts";
import {
  type LastRun,
  putSettled,
  putStepReport,
  readLastRun,
} from "./run_records.ts";

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

/** Of everything that is looked at, what was settled by: equal digests, equal work. */
interface Digests {
  roster_digest: string;
  config_digest: string;
}

/**
 * Reads every roster. When nothing is new and nothing due, that is all: two
 * records are compared, in one call to Slack, and nothing is stored.
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
      stop_at: execution.last_start_ms,
    }),
    readLastRun(execution),
  ]);
  const digests = {
    roster_digest: rosterDigest(reading.shifts, reading.unreadable, since),
    config_digest: configDigest(config),
  };
  const scope = always ? "everybody" : scopeOf(last, digests, since);
  if (scope !== "everybody") {
    const { snapshot, unmapped } = last.settled!;
    return outputsOf(execution, snapshot, scope, reading, unmapped);
  }
  const { snapshot, broken } = await mapReading(execution, reading, since);
  const previous = last.settled?.snapshot ?? "";
  await putSnapshot(execution.client, snapshot, previous);
  const failing = last.settled?.failing ?? [];
  await openRun(execution, snapshot, { ...digests, failing }, [
    ...last.broken,
    ...broken,
  ]);
  const { unmapped } = snapshot;
  return outputsOf(
    execution,
    snapshot.version,
    scope,
    reading,
    unmapped.length,
  );
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
  return settled.watch.length > 0 ? "watched" : "nothing";
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

/** From here on a run is open: should it be cut short, the next poll goes on. */
async function openRun(
  execution: Execution,
  snapshot: RosterSnapshot,
  known: Digests & Pick<Settled, "failing">,
  broken: Broken[],
): Promise<void> {
  const settled: Settled = {
    id: "settled",
    ...known,
    consents_revision: "",
    snapshot: snapshot.version,
    open: true,
    next_due: null,
    watch: [],
    unmapped: snapshot.unmapped.length,
  };
  // What a broken one said is found out anew by looking at everybody.
  const problems = [...broken.map(recordProblem), ...problemsOf(snapshot)];
  await Promise.all([
    putSettled(execution.client, settled),
    putStepReport(execution, execution.id, "fetch", { results: [], problems }),
  ]);
}

function problemsOf(snapshot: RosterSnapshot): Problem[] {
  const { unreadable, rejected, unmapped } = snapshot;
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
