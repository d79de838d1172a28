import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/**
 * What is linked to a channel and what is known of it (`channel` is set), and the
 * commands of the last day (`person` and `asked_at` are set). One store, so that
 * one query finds all that an answer needs.
 */
const TalkDatastore = DefineDatastore({
  name: "talk",
  primary_key: "id",
  time_to_live_attribute: "expires_at",
  attributes: {
    id: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    channel: { type: Schema.types.string },
    person: { type: Schema.types.string },
    asked_at: { type: Schema.types.integer },
    body: { type: Schema.types.string, required: true },
    expires_at: { type: Schema.slack.types.timestamp },
  },
});
export default TalkDatastore;
