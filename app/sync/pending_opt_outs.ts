import type { Consent } from "../../reconciler/consent.ts";
import { allRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { Execution } from "../execution.ts";
import type { LastRun } from "../state/run_records.ts";

/**
 * People who opted out and whose record is still there: their opting out was
 * cut short, or found another run at work. Looked for only when consents have
 * changed since the last run checkpoint, for it takes reading them all.
 */
export async function pendingOptOuts(
  { client }: Execution,
  { checkpoint, revision }: LastRun,
): Promise<Map<string, Consent>> {
  if (checkpoint !== null && checkpoint.consents_revision === revision) {
    return new Map();
  }
  const { records } = await allRecords(client, consents, {
    expression: "#withdrawn_at > :never",
    expression_attributes: { "#withdrawn_at": "withdrawn_at" },
    expression_values: { ":never": 0 },
  });
  return records;
}
