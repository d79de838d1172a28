import type { AuditEntry } from "../../reconciler/change.ts";
import {
  type Claim,
  type PartName,
  partOf,
  type PartValues,
} from "../../reconciler/claim.ts";
import type { Action, Part } from "../../reconciler/part.ts";
import { getRecords, putRecords } from "../../slack/record_store.ts";
import { auditLog } from "../../slack/records/audit_log.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { PlannedWrite } from "../sync/planned_write.ts";
import type { PartSync } from "../sync/part_sync.ts";
import { SECONDS_PER_DAY } from "../../time.ts";

/** @returns the people of whom an entry could not be stored. */
export async function log(
  { client }: Execution,
  entries: AuditEntry[],
): Promise<Set<string>> {
  const lost = await putRecords(client, auditLog, entries);
  const unlogged = entries.filter(({ id }) => lost.has(id));
  return new Set(unlogged.map(({ person }) => person));
}

/**
 * The same for what was found out: an entry that is there already was stored
 * when Slack answered, and knows better.
 */
export async function logOnce(
  execution: Execution,
  entries: AuditEntry[],
): Promise<Set<string>> {
  const ids = entries.map(({ id }) => id);
  const { records } = await getRecords(execution.client, auditLog, ids);
  return await log(execution, entries.filter(({ id }) => !records.has(id)));
}

/** A write that Slack has answered. */
export function entryOfWrite<N extends PartName>(
  pass: PartSync<N>,
  { planned, decision, token, context }: PlannedWrite<N>,
  returned: PartValues[N],
): AuditEntry {
  const { name } = pass.access.plan;
  const { action, reason, before } = decision;
  return {
    ...entry(pass.execution, planned!, name, partOf(planned, name)!),
    state: context.wanted.kind === "shift"
      ? context.wanted.shift.state
      : planned!.shift.state,
    action,
    reason,
    before: JSON.stringify(before),
    after: JSON.stringify(returned),
    outcome: "done",
    path: token!.credential.path,
  };
}

/** A write whose outcome has been found out; `null`: it was not done, or none was in doubt. */
export function entryOfFound<N extends PartName>(
  pass: PartSync<N>,
  { previous, decision: { lastWrite: found } }: PlannedWrite<N>,
): AuditEntry | null {
  if (!found || found.outcome === "undone" || !previous) return null;
  const { name, kind } = pass.access.plan;
  const { part, outcome } = found;
  const first = kind.isSame(part.before, part.prior);
  const action: Action = part.phase === "restoring"
    ? "restore"
    : first
    ? "start"
    : "switch";
  return {
    ...entry(pass.execution, previous, name, part),
    action,
    reason: "found out by a later run",
    outcome,
  };
}

/** What a claim says of the last write of a part. */
function entry<N extends PartName>(
  execution: Execution,
  { person, shift, written_by, written_at }: Claim,
  name: N,
  part: Part<PartValues[N]>,
): Omit<AuditEntry, "action" | "reason" | "outcome"> {
  const kept = execution.config.audit_days * SECONDS_PER_DAY;
  return {
    id: part.write ?? `${written_by}:${person}:${name}:${written_at}`,
    person,
    at: nowOf(execution),
    part: name,
    state: shift.state,
    before: JSON.stringify(part.before),
    after: JSON.stringify(part.wanted),
    path: "",
    run: execution.run,
    execution: execution.id,
    expires_at: nowOf(execution) + kept,
  };
}
