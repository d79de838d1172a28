import { SECOND } from "@std/datetime";
import type { Claim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { isActive, type RosterSnapshot } from "../../reconciler/shift.ts";
import type { SlackClient } from "../../slack/call.ts";
import { type Found, getRecord, getRecords } from "../../slack/record_store.ts";
import { claims as claimStore } from "../../slack/records/claims.ts";
import { consents as consentStore } from "../../slack/records/consents.ts";
import { type Execution, nowOf } from "../execution.ts";
import {
  desiredState,
  MANUAL,
  noRoster,
  readSnapshot,
  type RunMode,
} from "./desired_state.ts";
import { People, readClaims, type Scope } from "./people.ts";
import type { StepLog } from "./step_log.ts";

/**
 * For the step that applies: reads the people in the scope. Everybody means all
 * who have a claim or an active shift.
 *
 * @param version The snapshot to read.
 * @throws {SlackFailure} if the app's own records cannot be read.
 * @throws {Error} if the snapshot cannot be read.
 */
export async function readPeople(
  execution: Execution,
  version: string,
  scope: Scope,
  runMode: RunMode,
  log: StepLog,
): Promise<People> {
  const { client } = execution;
  const [snapshot, claims] = await Promise.all([
    readSnapshot(execution, version),
    readClaims(client, scope),
  ]);
  const ids = scope === "everybody"
    ? peopleConcerned(snapshot, claims.records, execution)
    : scope;
  const consents = await getRecords(client, consentStore, ids);
  const desired = desiredState(snapshot, consents.records, runMode);
  return new People(execution, desired, claims, consents, log);
}

/**
 * For the step that restores: reads all people who have a claim, and those whose
 * opt-out is pending. If there are none, it does not read the snapshot.
 *
 * @param version The snapshot to read.
 * @throws as `readPeople` does.
 */
export async function readClaimHolders(
  execution: Execution,
  version: string,
  optOuts: ReadonlyMap<string, Consent>,
  runMode: RunMode,
  log: StepLog,
): Promise<People> {
  const { client } = execution;
  const claims = await readClaims(client, "everybody");
  const count = claims.records.size + claims.broken.length + optOuts.size;
  const [snapshot, consents] = await Promise.all([
    count > 0 ? readSnapshot(execution, version) : noRoster(execution),
    getRecords(client, consentStore, claims.records.keys()),
  ]);
  for (const [id, consent] of optOuts) {
    if (!consents.records.has(id)) consents.records.set(id, consent);
  }
  const desired = desiredState(snapshot, consents.records, runMode);
  return new People(execution, desired, claims, consents, log);
}

/**
 * For a click: reads the people in the scope without any roster. Everybody means
 * all who have a claim.
 *
 * @param restoreReason Why all of them are restored; `null` if they are not.
 * @throws {SlackFailure} if the app's own records cannot be read.
 */
export async function readWithoutRoster(
  execution: Execution,
  scope: Scope,
  restoreReason: string | null,
  log: StepLog,
): Promise<People> {
  const { client } = execution;
  const [claims, consents] = scope === "everybody"
    ? await readAllHolders(client)
    : await Promise.all([
      readClaims(client, scope),
      getRecords(client, consentStore, scope),
    ]);
  const runMode = { ...MANUAL, restoreReason };
  const desired = desiredState(noRoster(execution), consents.records, runMode);
  return new People(execution, desired, claims, consents, log);
}

/**
 * For a click about oneself: reads the person's claim by a call that is not bulk.
 *
 * @param consent As it is on record now.
 * @throws {SlackFailure} if the claim cannot be read.
 */
export async function readOnePerson(
  execution: Execution,
  person: string,
  consent: Consent | null,
  log: StepLog,
): Promise<People> {
  const claims = await getRecord(execution.client, claimStore, person);
  const records = new Map(consent ? [[person, consent]] : []);
  const desired = desiredState(noRoster(execution), records, MANUAL);
  return new People(execution, desired, claims, { records, broken: [] }, log);
}

/** The claims of everybody, and the consents of these people. */
async function readAllHolders(
  client: SlackClient,
): Promise<[Found<Claim>, Found<Consent>]> {
  const claims = await readClaims(client, "everybody");
  const ids = claims.records.keys();
  return [claims, await getRecords(client, consentStore, ids)];
}

/** People with a claim, or a shift that is active now or starts while the step is at work. */
function peopleConcerned(
  snapshot: RosterSnapshot,
  claims: ReadonlyMap<string, Claim>,
  execution: Execution,
): Set<string> {
  const now = nowOf(execution);
  const untilSeconds = execution.lastStartMs / SECOND;
  const active = snapshot.shifts.filter((shift) =>
    isActive(shift, now) || shift.start > now && shift.start <= untilSeconds
  );
  return new Set([...claims.keys(), ...active.map((shift) => shift.person)]);
}
