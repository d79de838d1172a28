import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/**
 * Rosters as they were read: each version has a head and its chunks. Runs delete
 * older versions; what was read outside of a run expires.
 */
const RosterSnapshotsDatastore = DefineDatastore({
  name: "roster_snapshots",
  primary_key: "id",
  time_to_live_attribute: "expires_at",
  attributes: {
    id: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    body: { type: Schema.types.string, required: true },
    expires_at: { type: Schema.slack.types.timestamp },
  },
});
export default RosterSnapshotsDatastore;
