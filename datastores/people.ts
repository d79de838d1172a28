import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** Cached look-ups: which Slack account each person on the rosters has. */
const PeopleDatastore = DefineDatastore({
  name: "people",
  primary_key: "identity",
  time_to_live_attribute: "expires_at",
  attributes: {
    identity: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    looked_up: { type: Schema.types.string, required: true },
    slack_id: { type: Schema.types.string },
    name: { type: Schema.types.string },
    time_zone: { type: Schema.types.string },
    expires_at: { type: Schema.slack.types.timestamp, required: true },
  },
});
export default PeopleDatastore;
