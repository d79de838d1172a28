import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** What each person allows, and the id of the token that Slack keeps for them. No token is stored. */
const ConsentsDatastore = DefineDatastore({
  name: "consents",
  primary_key: "person",
  attributes: {
    person: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    states: {
      type: Schema.types.array,
      items: { type: Schema.types.string },
      required: true,
    },
    on_own_status: { type: Schema.types.string, required: true },
    after_manual_change: { type: Schema.types.string, required: true },
    dnd: { type: Schema.types.boolean, required: true },
    presence: { type: Schema.types.boolean, required: true },
    external_token_id: { type: Schema.types.string },
    answered: {
      type: Schema.types.array,
      items: { type: Schema.types.string },
    },
    notices: { type: Schema.types.boolean },
    paused_until: { type: Schema.types.integer },
    workflow_presence: { type: Schema.types.boolean },
    recorded_at: { type: Schema.types.integer, required: true },
    withdrawn_at: { type: Schema.types.integer },
  },
});
export default ConsentsDatastore;
