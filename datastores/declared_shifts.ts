import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** Shifts that people declared by a click: focus time, time off, deploy freezes. Kept for a week after their end. */
const DeclaredShiftsDatastore = DefineDatastore({
  name: "declared_shifts",
  primary_key: "id",
  time_to_live_attribute: "expires_at",
  attributes: {
    id: { type: Schema.types.string, required: true },
    schema_version: { type: Schema.types.integer, required: true },
    person: { type: Schema.types.string },
    group: { type: Schema.types.string },
    state: { type: Schema.types.string, required: true },
    start: { type: Schema.types.integer, required: true },
    end: { type: Schema.types.integer },
    first_day: { type: Schema.types.string },
    until_day: { type: Schema.types.string },
    label: { type: Schema.types.string, required: true },
    declared_by: { type: Schema.types.string, required: true },
    declared_at: { type: Schema.types.integer, required: true },
    unconfirmed: { type: Schema.types.boolean },
    ended_at: { type: Schema.types.integer },
    ended_by: { type: Schema.types.string },
    former_end: { type: Schema.types.integer },
    former_first_day: { type: Schema.types.string },
    former_until_day: { type: Schema.types.string },
    undone_at: { type: Schema.types.integer },
    expires_at: { type: Schema.slack.types.timestamp },
  },
});
export default DeclaredShiftsDatastore;
