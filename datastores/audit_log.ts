import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** Every write to a person's presence: before, after and why; and what operators did. Kept for the configured time. */
const AuditLogDatastore = DefineDatastore({
  name: "audit_log",
  primary_key: "id",
  time_to_live_attribute: "expires_at",
  attributes: {
    id: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    person: { type: Schema.types.string, required: true },
    at: { type: Schema.types.integer, required: true },
    by: { type: Schema.types.string },
    part: { type: Schema.types.string, required: true },
    state: { type: Schema.types.string, required: true },
    action: { type: Schema.types.string, required: true },
    reason: { type: Schema.types.string, required: true },
    before: { type: Schema.types.string, required: true },
    after: { type: Schema.types.string, required: true },
    outcome: { type: Schema.types.string, required: true },
    path: { type: Schema.types.string, required: true },
    run: { type: Schema.types.string, required: true },
    execution: { type: Schema.types.string, required: true },
    expires_at: { type: Schema.slack.types.timestamp, required: true },
  },
});
export default AuditLogDatastore;
