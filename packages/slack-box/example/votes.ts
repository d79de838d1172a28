import { DefineDatastore, Schema } from "deno-slack-sdk/mod.ts";

/** The SDK's own `Schema.slack.types.interactivity` is not for strict types. */
export const INTERACTIVITY = "slack#/types/interactivity";

/** Where lunch can be, as the form offers it. */
export const PLACES = ["Noodle bar", "Pizzeria", "Salad bar"];

/** One vote a person, for the next lunch: a second vote replaces the first. */
export const Votes = DefineDatastore({
  name: "votes",
  primary_key: "person",
  attributes: {
    person: { type: Schema.types.string },
    place: { type: Schema.types.string },
    cast_at: { type: Schema.slack.types.timestamp },
  },
});
