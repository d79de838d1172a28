import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** What runs and operators leave for later runs: the checkpoint, the lease, results, the mode. */
const RunsDatastore = DefineDatastore({
  name: "runs",
  primary_key: "id",
  time_to_live_attribute: "expires_at",
  attributes: {
    id: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    body: { type: Schema.types.string, required: true },
    expires_at: { type: Schema.slack.types.timestamp },
  },
});
export default RunsDatastore;
