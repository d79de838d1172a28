import * as v from "valibot";
import type { AuditEntry } from "../../reconciler/change.ts";
import { SCHEMA_VERSION, type Store } from "../record_store.ts";
import { parseFields } from "./body.ts";

const ENTRY = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  person: v.string(),
  at: v.number(),
  part: v.picklist(["status", "dnd", "presence"]),
  state: v.string(),
  action: v.string(),
  reason: v.string(),
  before: v.string(),
  after: v.string(),
  outcome: v.picklist(["done", "unknown"]),
  path: v.picklist(["own", "env", "admin", ""]),
  run: v.string(),
  execution: v.string(),
  expires_at: v.number(),
});

/** The audit log, an item a write, each attribute readable by itself. */
export const auditLog: Store<AuditEntry> = {
  name: "audit_log",
  key: "id",
  parse: (item) => parseFields(ENTRY, item) as AuditEntry,
  format: (entry) => ({ schema_version: SCHEMA_VERSION, ...entry }),
};
