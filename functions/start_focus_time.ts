import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { startFocusTime } from "../app/declared/declare.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, interactivity } from "./parameters.ts";

/** It acts on the person who clicked, never on an input: no one can declare for someone else. */
export const StartFocusTime = DefineFunction({
  callback_id: "start_focus_time",
  title: "Start focus time",
  description:
    "Starts focus time for the person who clicked, with an end or until they end it",
  source_file: "functions/start_focus_time.ts",
  input_parameters: {
    properties: {
      interactivity,
      until: {
        type: Schema.slack.types.timestamp,
        title: "Until",
        description: "If left out: until it is ended",
      },
    },
    required: ["interactivity"],
  },
  output_parameters: answerOutputs,
});

export default SlackFunction(
  StartFocusTime,
  (context) => runStep(context, startFocusTime),
);
