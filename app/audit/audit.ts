import type { AuditEntry } from "../../reconciler/change.ts";
import {
  type Claim,
  type PartName,
  partOf,
  type PartValues,
} from "../../reconciler/claim.ts";
import type { Action, Part } from "../../reconciler/part.ts";
import type { Decision, LastWrite } from "../../reconciler/decide.ts";
import {
  type Found,
  getRecords,
  putRecords,
  recordsWhere,
} from "../../slack/record_store.ts";
import type { PartPlan } from "../../reconciler/plan_part.ts";
import { auditLog, entriesOf } from "../../slack/records/audit_log.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";

/** A write that Slack has answered. */
interface AnsweredWrite<N extends PartName> {
  /** The claim that was recorded for the write. */
  claim: Claim;
  name: N;
  /** The state that the write was for. */
  state: string;
  decision: Pick<Decision<PartValues[N]>, "action" | "reason" | "before">;
  returned: PartValues[N];
  path: AuditEntry["path"];
}

/** @returns the people whose entries could not be stored. */
export async function logWrites(
  { client }: Execution,
  entries: AuditEntry[],
): Promise<Set<string>> {
  const lost = await putRecords(client, auditLog, entries);
  const unlogged = entries.filter(({ id }) => lost.has(id));
  return new Set(unlogged.map(({ person }) => person));
}

/**
 * Logs outcomes that were found by a later read. An entry that already exists is
 * kept: it was stored when Slack answered, and says more.
 *
 * @returns the people whose entries could not be stored.
 */
export async function logFoundOutcomes(
  execution: Execution,
  entries: AuditEntry[],
): Promise<Set<string>> {
  const ids = entries.map(({ id }) => id);
  const { records } = await getRecords(execution.client, auditLog, ids);
  const missing = entries.filter(({ id }) => !records.has(id));
  return await logWrites(execution, missing);
}

/**
 * Reads one person's entries on the audit log.
 *
 * @returns `complete`: whether there was time to read all of the log.
 */
export async function auditOf(
  execution: Execution,
  person: string,
): Promise<Found<AuditEntry> & { complete: boolean }> {
  const filter = entriesOf(person);
  const mayGoOn = () => mayBegin(execution);
  return await recordsWhere(execution.client, auditLog, filter, mayGoOn);
}

export function entryOfAnsweredWrite<N extends PartName>(
  execution: Execution,
  { claim, name, state, decision, returned, path }: AnsweredWrite<N>,
): AuditEntry {
  const { action, reason, before } = decision;
  return {
    ...entry(execution, claim, name, partOf(claim, name)!),
    state,
    action,
    reason,
    before: JSON.stringify(before),
    after: JSON.stringify(returned),
    outcome: "done",
    path,
  };
}

/**
 * The entry of a write whose outcome a later run has found; `null` if the write
 * was not done.
 */
export function entryOfFoundOutcome<N extends PartName>(
  execution: Execution,
  { name, kind }: PartPlan<N>,
  claim: Claim,
  { outcome, part }: LastWrite<PartValues[N]>,
): AuditEntry | null {
  if (outcome === "undone") return null;
  const first = kind.isSame(part.before, part.prior);
  const action: Action = part.phase === "restoring"
    ? "restore"
    : first
    ? "start"
    : "switch";
  return {
    ...entry(execution, claim, name, part),
    action,
    reason: "confirmed by a later run",
    outcome,
  };
}

/** The fields that a claim knows of the last write of a part. */
function entry<N extends PartName>(
  execution: Execution,
  { person, shift, written_by, written_at }: Claim,
  name: N,
  part: Part<PartValues[N]>,
): Omit<AuditEntry, "action" | "reason" | "outcome"> {
  const at = nowOf(execution);
  return {
    id: part.write ?? `${written_by}:${person}:${name}:${written_at}`,
    person,
    at,
    part: name,
    state: shift.state,
    before: JSON.stringify(part.before),
    after: JSON.stringify(part.wanted),
    path: "",
    run: execution.run,
    execution: execution.id,
    expires_at: at + execution.config.audit_days * SECONDS_PER_DAY,
  };
}
