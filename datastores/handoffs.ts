import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** One-off triggers: one for each instant at which a shift starts or ends. */
const HandoffsDatastore = DefineDatastore({
  name: "handoffs",
  primary_key: "id",
  time_to_live_attribute: "expires_at",
  attributes: {
    id: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    at: { type: Schema.types.integer, required: true },
    trigger_id: { type: Schema.types.string, required: true },
    expires_at: { type: Schema.slack.types.timestamp, required: true },
  },
});
export default HandoffsDatastore;
