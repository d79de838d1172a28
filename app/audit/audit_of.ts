import type { AuditEntry } from "../../reconciler/change.ts";
import { type Found, recordsWhere } from "../../slack/record_store.ts";
import { auditLog } from "../../slack/records/audit_log.ts";
import { type Execution, mayBegin } from "../execution.ts";

/**
 * One person's entries on the audit log, as far as there is time to look.
 * `complete`: whether there was.
 */
export async function auditOf(
  execution: Execution,
  person: string,
): Promise<Found<AuditEntry> & { complete: boolean }> {
  const filter = {
    expression: "#person = :person",
    expression_attributes: { "#person": "person" },
    expression_values: { ":person": person },
  };
  const mayGoOn = () => mayBegin(execution);
  return await recordsWhere(execution.client, auditLog, filter, mayGoOn);
}
