import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** Rosters as they were read: each version has a head and its chunks. */
const RosterSnapshotsDatastore = DefineDatastore({
  name: "roster_snapshots",
  primary_key: "id",
  attributes: {
    id: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    body: { type: Schema.types.string, required: true },
  },
});
export default RosterSnapshotsDatastore;
