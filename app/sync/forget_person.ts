import type { Result } from "../../reconciler/change.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  allRecords,
  deleteRecord,
  getRecords,
} from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import { lookUpsOf, storedLookUps } from "../../slack/records/people.ts";
import { redactAudit } from "../audit/redact_audit.ts";
import { deleteDeclared } from "../declared/records.ts";
import { type Execution, mayBegin } from "../execution.ts";
import { LEASE_TIMING } from "../lock/lease.ts";
import { redactResults } from "../report/redact_results.ts";

/**
 * Removes what is kept about a person who opted out, apart from their consent and
 * claim: the values on the audit log and in results, what they declared, and their
 * look-ups.
 *
 * @returns whether nothing is left; if not, a later run tries again.
 */
export async function forgetPerson(
  execution: Execution,
  person: string,
): Promise<boolean> {
  const steps = [redactAudit, redactResults, deleteDeclared, deleteLookUps];
  let isDone = true;
  // What can be removed is, even if something else cannot.
  for (const step of steps) {
    isDone = mayBegin(execution) && await did(execution, person, step) &&
      isDone;
  }
  return isDone;
}

/**
 * To be called once a step's results are stored. People who opt out wait for the
 * write lock before they are forgotten. If the results were stored later than that,
 * some may have been forgotten before: their values are removed again.
 *
 * @param unlockedAtMs When the step let go of the lock (Unix milliseconds).
 */
export async function forgetLateResults(
  execution: Execution,
  results: readonly Result[],
  unlockedAtMs: number,
): Promise<void> {
  const { client, clock } = execution;
  if (clock.now() - unlockedAtMs < LEASE_TIMING.waitMs) return;
  const withValues = results
    .filter(({ before, after }) => before !== null || after !== null);
  const people = new Set(withValues.map(({ person }) => person));
  try {
    const { records } = await getRecords(client, consents, people);
    for (const person of people) {
      const isLeaving = records.get(person)?.withdrawn_at !== null;
      if (isLeaving) await did(execution, person, redactResults);
    }
  } catch (thrown) {
    console.warn(`opting out: ${asFailure(thrown, "forgetting").message}`);
  }
}

async function did(
  execution: Execution,
  person: string,
  step: (execution: Execution, person: string) => Promise<boolean>,
): Promise<boolean> {
  try {
    return await step(execution, person);
  } catch (thrown) {
    console.warn(`opting out: ${asFailure(thrown, "forgetting").message}`);
    return false;
  }
}

/** While they are on a roster, the next reading looks them up again. */
async function deleteLookUps(
  { client }: Execution,
  person: string,
): Promise<boolean> {
  const { records } = await allRecords(
    client,
    storedLookUps,
    lookUpsOf(person),
  );
  for (const identity of records.keys()) {
    await deleteRecord(client, storedLookUps, identity);
  }
  return true;
}
