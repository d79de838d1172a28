import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { startFocusTime } from "../app/declared/start_focus_time.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { interactivity } from "./interactivity.ts";
import { clickedOutputs } from "./clicked_outputs.ts";

/** It acts on whoever clicked, never on an input: nobody declares for somebody else. */
export const StartFocusTime = DefineFunction({
  callback_id: "start_focus_time",
  title: "Start focus time",
  description:
    "Begins focus time for the person who clicked, with an end or until they end it",
  source_file: "functions/start_focus_time.ts",
  input_parameters: {
    properties: {
      interactivity,
      until: {
        type: Schema.slack.types.timestamp,
        title: "Until",
        description: "Left out, until it is ended",
      },
    },
    required: ["interactivity"],
  },
  output_parameters: {
    properties: clickedOutputs,
    required: ["person", "message", "changed"],
  },
});

export default SlackFunction(
  StartFocusTime,
  (context) =>
    stepOutputs(() => startFocusTime(openExecution(context), context.inputs)),
);
