import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** The rosters as last read, in chunks, each version with a head. */
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
