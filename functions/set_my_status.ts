import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { setOwnStatus } from "../app/presence/set_own.ts";
import { answerOutputs, interactivity } from "./click_parameters.ts";

/** It acts on the person who clicked, never on an input: their own change, as in Slack. */
export const SetMyStatus = DefineFunction({
  callback_id: "set_my_status",
  title: "Set my status",
  description: "Sets the status of the person who clicked, beside the rosters",
  source_file: "functions/set_my_status.ts",
  input_parameters: {
    properties: {
      interactivity,
      text: {
        type: Schema.types.string,
        title: "Text",
        description: "100 characters at most. It needs an emoji, too",
      },
      emoji: {
        type: Schema.types.string,
        title: "Emoji",
        description: "With its colons: :palm_tree:",
      },
      until: {
        type: Schema.slack.types.timestamp,
        title: "Until",
        description: "If left out: until they change or clear it",
      },
    },
    required: ["interactivity"],
  },
  output_parameters: answerOutputs,
});

export default SlackFunction(
  SetMyStatus,
  (context) => runStep(context, setOwnStatus),
);
