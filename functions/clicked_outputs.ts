import { Schema } from "./slack_sdk.ts";

/** What every step answers that somebody starts by a click. */
export const clickedOutputs = {
  person: { type: Schema.slack.types.user_id, title: "Who clicked" },
  message: { type: Schema.types.string, title: "What to tell them" },
  changed: {
    type: Schema.types.boolean,
    title: "Whether anything was changed",
  },
} as const;
