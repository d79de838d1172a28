import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { setOwnPresence } from "../app/presence/set_own.ts";
import { answerOutputs, interactivity } from "./click_parameters.ts";

/** It acts on the person who clicked, never on an input. */
export const SetMyPresence = DefineFunction({
  callback_id: "set_my_presence",
  title: "Set my presence",
  description: "Shows the person who clicked as away, or no longer",
  source_file: "functions/set_my_presence.ts",
  input_parameters: {
    properties: {
      interactivity,
      presence: {
        type: Schema.types.string,
        title: "Presence",
        description: "away, or auto: Slack chooses again",
      },
    },
    required: ["interactivity", "presence"],
  },
  output_parameters: answerOutputs,
});

export default SlackFunction(
  SetMyPresence,
  (context) => runStep(context, setOwnPresence),
);
