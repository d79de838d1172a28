import type { Claim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { isActive, type RosterSnapshot } from "../../reconciler/shift.ts";
import { allRecords, getRecords } from "../../slack/record_store.ts";
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
import { People, type Scope } from "./people.ts";
import type { StepLog } from "./step_log.ts";

/**
 * Reads what a step that applies decides from: these people, or all who have a
 * claim or an active shift.
 *
 * @throws {SlackFailure} when the app's own records cannot be read.
 * @throws {Error} when the snapshot cannot be read.
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
    scope === "everybody"
      ? allRecords(client, claimStore)
      : getRecords(client, claimStore, scope),
  ]);
  const ids = scope === "everybody"
    ? concerned(snapshot, claims.records, nowOf(execution))
    : scope;
  const consents = await getRecords(client, consentStore, ids);
  const desired = desiredState(snapshot, consents.records, runMode);
  return new People(execution, desired, claims, consents, log);
}

/**
 * Reads what a step that restores decides from: everybody who has a claim, and
 * the people who are leaving. Where there is nobody, no roster is read.
 *
 * @throws as `readPeople` does.
 */
export async function readHolders(
  execution: Execution,
  version: string,
  leaving: ReadonlyMap<string, Consent>,
  runMode: RunMode,
  log: StepLog,
): Promise<People> {
  const { client } = execution;
  const claims = await allRecords(client, claimStore);
  const count = claims.records.size + claims.broken.length + leaving.size;
  const [snapshot, consents] = await Promise.all([
    count > 0 ? readSnapshot(execution, version) : noRoster(execution),
    getRecords(client, consentStore, claims.records.keys()),
  ]);
  for (const [id, consent] of leaving) {
    if (!consents.records.has(id)) consents.records.set(id, consent);
  }
  const desired = desiredState(snapshot, consents.records, runMode);
  return new People(execution, desired, claims, consents, log);
}

/**
 * Reads these people, or everybody who has a claim, without any roster: for a
 * click. `restoreReason` says why everything is restored, if it is.
 *
 * @throws {SlackFailure} when the app's own records cannot be read.
 */
export async function readWithoutRoster(
  execution: Execution,
  scope: Scope,
  restoreReason: string | null,
  log: StepLog,
): Promise<People> {
  const { client } = execution;
  const everybody = scope === "everybody";
  const claims = everybody
    ? await allRecords(client, claimStore)
    : await getRecords(client, claimStore, scope);
  const ids = everybody ? claims.records.keys() : scope;
  const consents = await getRecords(client, consentStore, ids);
  const runMode = { ...MANUAL, restoreReason };
  const desired = desiredState(noRoster(execution), consents.records, runMode);
  return new People(execution, desired, claims, consents, log);
}

function concerned(
  snapshot: RosterSnapshot,
  claims: ReadonlyMap<string, Claim>,
  now: number,
): Set<string> {
  const active = snapshot.shifts.filter((shift) => isActive(shift, now));
  return new Set([...claims.keys(), ...active.map((shift) => shift.person)]);
}
