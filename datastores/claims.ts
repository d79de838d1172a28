import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** For each person: which parts of their presence are ours now, and what to restore. */
const ClaimsDatastore = DefineDatastore({
  name: "claims",
  primary_key: "person",
  attributes: {
    person: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    state: { type: Schema.types.string, required: true },
    phase: { type: Schema.types.string, required: true },
    ends_at: { type: Schema.types.integer, required: true },
    body: { type: Schema.types.string, required: true },
  },
});
export default ClaimsDatastore;
