import { asFailure } from "../../slack/failure.ts";
import { putRecords } from "../../slack/record_store.ts";
import { auditLog } from "../../slack/records/audit_log.ts";
import { type Execution, mayBegin } from "../execution.ts";
import { waitForReadConsistency } from "../read_lag.ts";
import { recordProblem } from "../state/record_problem.ts";
import { auditOf } from "./audit_of.ts";

/** Entries written before time is looked at again: four bulk calls. */
const PIECE = 100;

/**
 * Takes out of a person's entries on the audit log what their presence was and
 * became. That something was done, when and why is kept.
 *
 * @returns whether nothing of it is left; `false`: a later run is to try again.
 */
export async function redactAudit(
  execution: Execution,
  person: string,
): Promise<boolean> {
  try {
    return await redactAll(execution, person);
  } catch (thrown) {
    console.warn(asFailure(thrown, "redacting the audit log").message);
    return false;
  }
}

async function redactAll(
  execution: Execution,
  person: string,
): Promise<boolean> {
  // What this execution logged just now must be found too.
  await waitForReadConsistency(execution);
  const { records, broken, complete } = await auditOf(execution, person);
  for (const each of broken) {
    const { about, reason } = recordProblem(each);
    console.warn(`${about} ${reason}`);
  }
  const telling = [...records.values()]
    .filter(({ before, after }) => before !== "" || after !== "")
    .map((entry) => ({ ...entry, before: "", after: "" }));
  for (let from = 0; from < telling.length; from += PIECE) {
    if (!mayBegin(execution)) return false;
    const piece = telling.slice(from, from + PIECE);
    const lost = await putRecords(execution.client, auditLog, piece);
    if (lost.size > 0) return false;
  }
  return complete && broken.length === 0;
}
