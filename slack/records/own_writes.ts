import * as v from "valibot";
import type { AuditEntry } from "../../reconciler/change.ts";
import { auditLog } from "./audit_log.ts";
import { defineStore } from "./define_store.ts";
import { instant } from "./fields.ts";

/**
 * A write that no shift asked for: a workflow did, or the person themselves. It
 * stands on the audit log, where it reads as any other entry of its person.
 */
export type OwnWriteEntry = Omit<AuditEntry, "action" | "part"> & {
  part: "status" | "presence";
  action: "workflow" | "person";
  /** The Slack user id of who had it done, as a workflow says it; `""` if it does not. */
  by: string;
};

/** The id of such an entry: an execution makes one write. */
export function ownWriteId(execution: string): string {
  return `own:${execution}`;
}

/** Writes that no shift asked for, beside those of runs on the same log. */
export const ownWrites = defineStore<OwnWriteEntry>({
  name: auditLog.name,
  key: auditLog.key,
  version: 1,
  schema: v.object({
    id: v.pipe(v.string(), v.startsWith("own:")),
    person: v.pipe(v.string(), v.nonEmpty()),
    by: v.string(),
    at: instant,
    part: v.picklist(["status", "presence"]),
    state: v.literal(""),
    action: v.picklist(["workflow", "person"]),
    reason: v.string(),
    before: v.string(),
    after: v.string(),
    outcome: v.picklist(["done", "unknown"]),
    path: v.picklist(["own", "env", "admin", ""]),
    run: v.string(),
    execution: v.string(),
    expires_at: instant,
  }),
});
