import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { setPresence } from "../app/presence/set_presence.ts";

/**
 * For Workflow Builder. It cannot know who uses the workflow, so it does something
 * only for people who let workflows do so.
 */
export const SetPresence = DefineFunction({
  callback_id: "set_presence",
  title: "Set a person's presence",
  description:
    "Shows a person as away, or no longer, if they let workflows do so and are not on call",
  source_file: "functions/set_presence.ts",
  input_parameters: {
    properties: {
      person: { type: Schema.slack.types.user_id, title: "Person" },
      presence: {
        type: Schema.types.string,
        title: "Presence",
        description:
          "away, or auto: Slack chooses again. Nobody can be made active",
      },
      used_by: {
        type: Schema.slack.types.user_id,
        title: "Person who used this workflow",
        description: "For the audit log",
      },
    },
    required: ["person", "presence"],
  },
  output_parameters: {
    properties: {
      outcome: {
        type: Schema.types.string,
        title: "done, not_allowed, on_call, no_token or failed",
      },
      message: { type: Schema.types.string, title: "What became of it" },
    },
    required: ["outcome", "message"],
  },
});

export default SlackFunction(
  SetPresence,
  (context) => runStep(context, setPresence),
);
