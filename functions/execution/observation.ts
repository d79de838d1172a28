import type { Claim, Override } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import {
  endingTogether,
  endsByQuarter,
  graceFor,
} from "../../reconciler/expiry.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Problem } from "../../reconciler/result.ts";
import {
  isActive,
  type Person,
  type RosterSnapshot,
  type Shift,
} from "../../reconciler/shift.ts";
import { wantedFor } from "../../reconciler/wanted.ts";
import {
  allRecords,
  type Broken,
  getRecords,
} from "../../slack/record_store.ts";
import { claims as claimStore } from "../../slack/records/claims.ts";
import { consents as consentStore } from "../../slack/records/consents.ts";
import { getSnapshot } from "../../slack/records/snapshots.ts";
import { type Execution, nowOf } from "./execution.ts";

/** What a step sees of the rosters, the claims and the consents. */
export interface Observation {
  snapshot: RosterSnapshot;
  /** Read again, for the people of a batch, before anything is written. */
  claims: Map<string, Claim>;
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
}

/** Which people a step looks at: everybody concerned, or these alone. */
export type Scope = "everybody" | string[];

/**
 * Reads what a step decides from.
 *
 * @throws {SlackFailure} when the app's own records cannot be read.
 * @throws {Error} when the snapshot cannot.
 */
export async function observe(
  execution: Execution,
  version: string,
  scope: Scope,
): Promise<Observation> {
  const { client } = execution;
  const [snapshot, claims] = await Promise.all([
    getSnapshot(client, version),
    scope === "everybody"
      ? allRecords(client, claimStore)
      : getRecords(client, claimStore, scope),
  ]);
  const ids = scope === "everybody"
    ? concerned(snapshot, claims.records, nowOf(execution))
    : scope;
  const consents = await getRecords(client, consentStore, ids);
  const broken = [...claims.broken, ...consents.broken];
  return observationOf(snapshot, claims.records, consents.records, broken);
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
  const nothing: RosterSnapshot = {
    version: "",
    read_at: nowOf(execution),
    shifts: [],
    people: [],
    unreadable: [],
    unmapped: [],
    rejected: [],
  };
  const broken = [...claims.broken, ...consents.broken];
  return observationOf(nothing, claims.records, consents.records, broken);
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
  claims: Map<string, Claim>,
  consents: Map<string, Consent>,
  broken: Broken[],
): Observation {
  const shifts = new Map<string, Shift[]>();
  for (const shift of snapshot.shifts) {
    const own = shifts.get(shift.person);
    if (own) own.push(shift);
    else shifts.set(shift.person, [shift]);
  }
  return {
    snapshot,
    claims,
    consents,
    shifts,
    people: new Map(snapshot.people.map((person) => [person.id, person])),
    ends: endsByQuarter(
      snapshot.shifts.filter((shift) => consents.has(shift.person))
        .map((shift) => shift.end),
    ),
    untouchable: new Set(broken.map((each) => each.id)),
    problems: broken.map(recordProblem),
    stopped: false,
    unfinished: broken.some(({ passing }) => passing),
  };
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

/** A record that cannot be used, as the report tells it. */
export function recordProblem({ store, id, reason, passing }: Broken): Problem {
  const what = passing ? "is left alone" : "does not parse and is left alone";
  return { about: `record ${id} of ${store}`, reason: `${what}: ${reason}` };
}

/** Everything the core needs to decide about one person now. */
export function contextOf(
  execution: Execution,
  observation: Observation,
  person: string,
  override: Override | null,
): WantContext {
  const now = nowOf(execution);
  const { claims, consents, shifts, snapshot, ends } = observation;
  const claim = claims.get(person) ?? null;
  const consent = consents.get(person) ?? null;
  const rules = execution.config.states;
  const own = shifts.get(person) ?? [];
  const wanted = wantedFor(own, consent, claim, snapshot, rules, now);
  const end = wanted.kind === "shift" ? wanted.shift.end : null;
  return {
    person: personOf(execution, observation, person),
    claim,
    consent,
    wanted,
    rules,
    override,
    endingTogether: endingTogether(ends, end),
    grace: graceFor(execution.config.poll_minutes),
    now,
  };
}

function personOf(
  execution: Execution,
  { people, claims }: Observation,
  id: string,
): Person {
  const claim = claims.get(id);
  const known = people.get(id) ??
    (claim && { id, name: claim.name, time_zone: claim.time_zone });
  const time_zone = known?.time_zone || execution.config.time_zone;
  return { id, name: known?.name ?? id, time_zone };
}
