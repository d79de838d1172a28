import * as v from "valibot";
import type { AuditEntry } from "../../reconciler/change.ts";
import type { Filter } from "../record_store.ts";
import { defineStore, type Item, type RecordFormat } from "./define_store.ts";
import { instant } from "./fields.ts";
import { type ActionKind, ACTIONS } from "./operator_actions.ts";

/** The audit log: one record for each write to a person's presence. */
export const auditLog = defineStore<AuditEntry>({
  name: "audit_log",
  key: "id",
  version: 1,
  schema: v.object({
    id: v.pipe(v.string(), v.nonEmpty()),
    person: v.string(),
    at: instant,
    part: v.picklist(["status", "dnd", "presence"]),
    state: v.string(),
    // Any text: an entry stays readable when an action is renamed.
    action: v.string() as v.GenericSchema<string, AuditEntry["action"]>,
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

/** The same datastore as raw items, for entries that do not parse. */
export const auditItems: RecordFormat<Item> = {
  name: auditLog.name,
  key: auditLog.key,
  parse: (item) => item,
  format: (item) => item,
};

/** The entries about one person. */
export function entriesOf(person: string): Filter {
  return {
    expression: "#person = :person",
    expression_attributes: { "#person": "person" },
    expression_values: { ":person": person },
  };
}

const ACTION_PREFIX = "operator:";

function isActionEntry(id: string): boolean {
  return id.startsWith(ACTION_PREFIX);
}

/** The id of an action's entry on the audit log. */
export function actionEntryId(execution: string): string {
  return ACTION_PREFIX + execution;
}

/**
 * An operator's action on the audit log. `by` is the operator's Slack user id. `person`
 * is empty, as it writes to no one's presence by itself: no person's entries have it.
 */
export type ActionEntry =
  & Omit<AuditEntry, "part" | "action">
  & { part: "settings"; action: ActionKind; by: string };

/** Operators' actions, beside the writes on the same log. */
export const actionLog = defineStore<ActionEntry>({
  name: auditLog.name,
  key: auditLog.key,
  version: 1,
  schema: v.object({
    id: v.pipe(v.string(), v.check(isActionEntry, "expected operator:<id>")),
    person: v.literal(""),
    by: v.string(),
    at: instant,
    part: v.literal("settings"),
    state: v.string(),
    action: v.picklist(ACTIONS),
    reason: v.string(),
    before: v.string(),
    after: v.string(),
    outcome: v.picklist(["done", "unknown"]),
    path: v.literal(""),
    run: v.string(),
    execution: v.string(),
    expires_at: instant,
  }),
});
