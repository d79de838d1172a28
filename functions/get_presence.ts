import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { getPresence } from "../app/presence/seen_presence.ts";

/** For Workflow Builder: what every member can see, and nothing more. */
export const GetPresence = DefineFunction({
  callback_id: "get_presence",
  title: "Get a person's presence",
  description: "Whether Slack shows a person as active or away",
  source_file: "functions/get_presence.ts",
  input_parameters: {
    properties: {
      person: { type: Schema.slack.types.user_id, title: "Person" },
    },
    required: ["person"],
  },
  output_parameters: {
    properties: {
      presence: { type: Schema.types.string, title: "active or away" },
    },
    required: ["presence"],
  },
});

export default SlackFunction(
  GetPresence,
  (context) => runStep(context, getPresence),
);
