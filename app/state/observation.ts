import type { Mode } from "../../config/schema.ts";
import type { Claim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { endsByQuarter } from "../../reconciler/expiry.ts";
import type { Problem } from "../../reconciler/change.ts";
import {
  isActive,
  type Person,
  type RosterSnapshot,
  type Shift,
} from "../../reconciler/shift.ts";
import {
  allRecords,
  type Broken,
  type Found,
  getRecords,
} from "../../slack/record_store.ts";
import { claims as claimStore } from "../../slack/records/claims.ts";
import { consents as consentStore } from "../../slack/records/consents.ts";
import type { Continuation } from "../../slack/records/runs.ts";
import { getSnapshot, NotThere } from "../../slack/records/roster_snapshots.ts";
import { type Execution, nowOf } from "../execution.ts";
import { waitForReadConsistency } from "../read_lag.ts";
import { recordProblem } from "./record_problem.ts";
import type { LastRun } from "./run_records.ts";

/** What a step sees of the rosters, the claims and the consents. */
export interface Observation {
  snapshot: RosterSnapshot;
  /** Read again once the lease is held; from then on kept by this execution itself. */
  claims: Map<string, Claim>;
  /** Read again, for the people of a batch, before anything is written. */
  consents: Map<string, Consent>;
  shifts: Map<string, Shift[]>;
  people: Map<string, Person>;
  ends: ReadonlyMap<number, number>;
  /** People with a record that does not parse: left alone. */
  untouchable: Set<string>;
  problems: Problem[];
  /** Whether something keeps the step from going on with anybody. */
  stopped: boolean;
  /** Whether something was left undone: the next poll goes on. */
  unfinished: boolean;
  /**
   * From when on a run can go on with what is left undone for lack of time, or
   * of certainty (Unix seconds, `0`: as soon as may be); `null`: nothing is.
   */
  more_at: number | null;
  /** In preview nothing is written, but for people who leave. */
  mode: Mode;
  /** Why everything is given back, whatever the rosters say; `null`: it is not. */
  put_back: string | null;
  /** The run that is booked to go on. */
  continuation: Continuation | null;
  /** In preview: claims as they would be by now. */
  planned: Map<string, Claim | null>;
  /** People whom the last run failed: others go first. */
  failing: ReadonlySet<string>;
  /** People whose shift would end early: they wait for an operator. */
  held_back: Set<string>;
}

/** What the runs before this one say of how to go about it. */
export type RunMode = Pick<
  LastRun,
  "mode" | "put_back" | "checkpoint" | "continuation"
>;

/** Nobody's roster is asked: what is done is done for good. */
const MANUAL: RunMode = {
  mode: "enforce",
  put_back: null,
  checkpoint: null,
  continuation: null,
};

/** Which people a step looks at: everybody concerned, or these alone. */
export type Scope = "everybody" | string[];

/**
 * Reads what a step that sets decides from: of these people, or of all who have
 * a claim or a shift under way.
 *
 * @throws {SlackFailure} when the app's own records cannot be read.
 * @throws {Error} when the snapshot cannot.
 */
export async function observe(
  execution: Execution,
  version: string,
  scope: Scope,
  manner: RunMode,
): Promise<Observation> {
  const { client } = execution;
  const [snapshot, claims] = await Promise.all([
    snapshotOf(execution, version),
    scope === "everybody"
      ? allRecords(client, claimStore)
      : getRecords(client, claimStore, scope),
  ]);
  const ids = scope === "everybody"
    ? concerned(snapshot, claims.records, nowOf(execution))
    : scope;
  const consents = await getRecords(client, consentStore, ids);
  return observationOf(snapshot, claims, consents, manner);
}

/**
 * Reads what a step that gives back decides from: whoever has a claim, and
 * whoever is leaving. Where there is nobody, no roster is read.
 *
 * @throws as `observe` does.
 */
export async function observeHeld(
  execution: Execution,
  version: string,
  manner: RunMode,
  leaving: ReadonlyMap<string, Consent>,
): Promise<Observation> {
  const { client } = execution;
  const claims = await allRecords(client, claimStore);
  const people = claims.records.size + claims.broken.length + leaving.size;
  const [snapshot, consents] = await Promise.all([
    people > 0 ? snapshotOf(execution, version) : noRoster(execution),
    getRecords(client, consentStore, claims.records.keys()),
  ]);
  for (const [id, consent] of leaving) {
    if (!consents.records.has(id)) consents.records.set(id, consent);
  }
  return observationOf(snapshot, claims, consents, manner);
}

/** A snapshot stored just now may not be seen yet: it is looked for once more. */
async function snapshotOf(
  execution: Execution,
  version: string,
): Promise<RosterSnapshot> {
  const { client } = execution;
  try {
    return await getSnapshot(client, version);
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    await waitForReadConsistency(execution);
    return await getSnapshot(client, version);
  }
}

/** An observation of one person without any roster: what withdrawing needs. */
export async function observePerson(
  execution: Execution,
  person: string,
): Promise<Observation> {
  const { client } = execution;
  const [claims, consents] = await Promise.all([
    getRecords(client, claimStore, [person]),
    getRecords(client, consentStore, [person]),
  ]);
  return observationOf(noRoster(execution), claims, consents, MANUAL);
}

/** Everybody who has a claim, without any roster: what giving all back needs. */
export async function observeClaims(
  execution: Execution,
): Promise<Observation> {
  const { client } = execution;
  const claims = await allRecords(client, claimStore);
  const ids = claims.records.keys();
  const consents = await getRecords(client, consentStore, ids);
  return observationOf(noRoster(execution), claims, consents, MANUAL);
}

function noRoster(execution: Execution): RosterSnapshot {
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

/**
 * Reads the claims again, now that nobody else writes them: from here on this
 * execution's own copy is what counts.
 */
export async function refreshClaims(
  { client }: Execution,
  observation: Observation,
  scope: Scope,
): Promise<void> {
  const claims = scope === "everybody"
    ? await allRecords(client, claimStore)
    : await getRecords(client, claimStore, scope);
  const isNew = (person: string) => !observation.claims.has(person);
  const unknown = [...claims.records.keys()].filter(isNew);
  observation.claims = claims.records;
  // Another run has made these meanwhile: without their consent they would
  // look like people who left.
  const consents = await getRecords(client, consentStore, unknown);
  for (const [id, consent] of consents.records) {
    observation.consents.set(id, consent);
  }
  noteBroken(observation, [...claims.broken, ...consents.broken]);
}

function concerned(
  snapshot: RosterSnapshot,
  claims: ReadonlyMap<string, Claim>,
  now: number,
): Set<string> {
  const active = snapshot.shifts.filter((shift) => isActive(shift, now));
  return new Set([...claims.keys(), ...active.map((shift) => shift.person)]);
}

function observationOf(
  snapshot: RosterSnapshot,
  claims: Found<Claim>,
  consents: Found<Consent>,
  manner: RunMode,
): Observation {
  const shifts = new Map<string, Shift[]>();
  for (const shift of snapshot.shifts) {
    const own = shifts.get(shift.person);
    if (own) own.push(shift);
    else shifts.set(shift.person, [shift]);
  }
  const observation: Observation = {
    snapshot,
    claims: claims.records,
    consents: consents.records,
    shifts,
    people: new Map(snapshot.people.map((person) => [person.id, person])),
    ends: endsByQuarter(
      snapshot.shifts.filter(({ person }) => consents.records.has(person))
        .map((shift) => shift.end),
    ),
    untouchable: new Set(),
    problems: [],
    stopped: false,
    unfinished: false,
    more_at: null,
    mode: manner.mode,
    put_back: manner.put_back,
    continuation: manner.continuation,
    planned: new Map(),
    failing: new Set(manner.checkpoint?.failing),
    held_back: new Set(),
  };
  noteBroken(observation, [...claims.broken, ...consents.broken]);
  return observation;
}

/** Whoever has a record that cannot be used is left alone, and it is reported. */
export function noteBroken(observation: Observation, broken: Broken[]): void {
  for (const each of broken) {
    if (observation.untouchable.has(each.id)) continue;
    observation.untouchable.add(each.id);
    observation.problems.push(recordProblem(each));
    observation.unfinished ||= each.passing;
  }
}

/** Records that something concerning everybody kept the step from finishing. */
export function stop(
  observation: Observation,
  about: string,
  reason: string,
): void {
  observation.problems.push({ about, reason });
  observation.stopped = true;
  observation.unfinished = true;
}

/** Something is left undone, and from `at` on a run can go on with it. */
export function leaveMore(observation: Observation, at: number): void {
  observation.more_at = Math.min(observation.more_at ?? Infinity, at);
}
