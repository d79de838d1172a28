import { chunk } from "../../chunk.ts";
import { asFailure } from "../../slack/failure.ts";
import { putRecords, recordsWhere } from "../../slack/record_store.ts";
import { auditItems, entriesOf } from "../../slack/records/audit_log.ts";
import {
  type Execution,
  mayBegin,
  waitForReadConsistency,
} from "../execution.ts";

/** Entries written between two checks of the time: four bulk calls. */
const AT_ONCE = 100;

/**
 * Removes the values of a person's presence from their entries on the audit log.
 * What was done, when and why is kept. Entries that do not parse lose their values,
 * too.
 *
 * @returns whether none is left; if not, a later run tries again.
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
  // The entries that this execution has just logged must be read too.
  await waitForReadConsistency(execution);
  const { client } = execution;
  const filter = entriesOf(person);
  const mayGoOn = () => mayBegin(execution);
  const { records, complete } = await recordsWhere(
    client,
    auditItems,
    filter,
    mayGoOn,
  );
  const unredacted = [...records.values()]
    .filter(({ before, after }) => before !== "" || after !== "")
    .map((entry) => ({ ...entry, before: "", after: "" }));
  for (const piece of chunk(unredacted, AT_ONCE)) {
    if (!mayBegin(execution)) return false;
    const lost = await putRecords(client, auditItems, piece);
    if (lost.size > 0) return false;
  }
  return complete;
}
