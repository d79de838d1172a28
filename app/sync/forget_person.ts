import { asFailure } from "../../slack/failure.ts";
import { allRecords, deleteRecord } from "../../slack/record_store.ts";
import { lookUpsOf, storedLookUps } from "../../slack/records/people.ts";
import { redactAudit } from "../audit/redact_audit.ts";
import { deleteDeclared } from "../declared/records.ts";
import { type Execution, mayBegin } from "../execution.ts";
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
