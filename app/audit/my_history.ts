import type { AuditEntry } from "../../reconciler/change.ts";
import { postMessage } from "../../slack/messages.ts";
import { type Execution, nowOf } from "../execution.ts";
import { historyText } from "../messages/history.ts";
import { splitMessage } from "../report/split_message.ts";
import { auditOf } from "./audit.ts";

/** Entries in one answer. */
const MOST_ENTRIES = 30;

/**
 * Sends a person their entries on the audit log as a DM, newest first. This step
 * posts them itself: they are too long for a string passed to another step.
 */
export async function sendHistory(
  execution: Execution,
  person: string,
): Promise<{ shown: number }> {
  const { records, broken, complete } = await auditOf(execution, person);
  const now = nowOf(execution);
  // Slack may take two days to delete what has expired.
  const kept = [...records.values()]
    .filter(({ expires_at }) => expires_at > now)
    .sort(newestFirst);
  const entries = kept.slice(0, MOST_ENTRIES);
  const text = historyText({
    entries,
    older: kept.length - entries.length,
    unreadable: broken.length,
    complete,
  });
  for (const message of splitMessage(text)) {
    await postMessage(execution.client, person, message);
  }
  return { shown: entries.length };
}

/** Entries of the same second are in a fixed order. */
function newestFirst(a: AuditEntry, b: AuditEntry): number {
  return b.at - a.at || (a.id < b.id ? 1 : -1);
}
