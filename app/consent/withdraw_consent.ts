import type { Result } from "../../reconciler/change.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { deleteDeclared } from "../declared/records.ts";
import { type Execution, nowOf } from "../execution.ts";
import { bookContinuation } from "../lock/continuation.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import {
  NOT_OPTED_IN,
  optedOut,
  type OptOutOutcome,
  yourRecord,
} from "../messages/consent.ts";
import { DECLARED_NOT_DELETED, notStored } from "../messages/errors.ts";
import type { People } from "../state/people.ts";
import { readWithoutRoster } from "../state/read_people.ts";
import { markConsentsChanged } from "../state/run_state.ts";
import { StepLog } from "../state/step_log.ts";
import { openSync } from "../sync/part_sync.ts";
import { forgetReconnect } from "../sync/reconnect.ts";
import { restorePresence } from "../sync/restore.ts";

/**
 * Withdraws a person's consent. First stores a tombstone, so that no run sets
 * anything from then on; then restores everything; then deletes the record. The
 * next run restores what could not be restored now.
 */
export async function withdrawConsent(
  execution: Execution,
  person: string,
): Promise<{ person: string; message: string }> {
  const startedAt = nowOf(execution);
  const log = new StepLog();
  const people = await readWithoutRoster(execution, [person], null, log);
  const consent = people.consents.get(person);
  const [broken] = log.problems;
  if (broken) throw new Error(yourRecord(broken));
  // If there is a consent, what they declared is deleted with it, after everything is restored.
  if (!consent && !await deleteDeclared(execution, person)) {
    throw new Error(DECLARED_NOT_DELETED);
  }
  if (!consent && !people.claims.has(person)) {
    return { person, message: NOT_OPTED_IN };
  }
  // With the tombstone stored, every run restores them, even if this one is cut short.
  await markConsentsChanged(execution, true);
  if (consent) await storeTombstone(people, consent, nowOf(execution));
  await markConsentsChanged(execution, false);
  const results = await withWriteLock(execution, async (lease) => {
    await people.refreshClaims([person], log);
    const sync = openSync(execution, people, log, lease);
    return await restorePresence(sync, [people.of(person)]);
  });
  await forgetReconnect(execution, person);
  const message = optedOut(outcomeOf(execution, people, person, results ?? []));
  if (isDone(people, person)) return { person, message };
  await bookContinuation(execution, log, "", startedAt);
  return { person, message };
}

/** Replaces the consent by a tombstone. */
async function storeTombstone(
  people: People,
  consent: Consent,
  withdrawn_at: number,
): Promise<void> {
  const stored = await people.recordConsent({ ...consent, withdrawn_at });
  if (!stored) throw new Error(notStored("your choice"));
}

function isDone({ claims, consents }: People, person: string): boolean {
  return !claims.has(person) && !consents.has(person);
}

function outcomeOf(
  { config }: Execution,
  people: People,
  person: string,
  results: Result[],
): OptOutOutcome {
  if (isDone(people, person)) {
    return {
      kind: "done",
      restored: results.filter(({ outcome }) => outcome === "done"),
      keptTheirs: results.some(({ action }) => action === "yield"),
    };
  }
  const failure = results.find(({ outcome }) => outcome === "failed");
  const error = failure?.error ?? null;
  return error === null
    ? { kind: "waiting" }
    : { kind: "failed", error, pollMinutes: config.poll_minutes };
}
