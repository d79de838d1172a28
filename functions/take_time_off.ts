import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { takeTimeOff } from "../app/declared/take_time_off.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { interactivity } from "./interactivity.ts";
import { clickedOutputs } from "./clicked_outputs.ts";

/** It acts on whoever clicked, never on an input: nobody declares for somebody else. */
export const TakeTimeOff = DefineFunction({
  callback_id: "take_time_off",
  title: "Take time off",
  description:
    "Declares whole days off for the person who clicked, in their own time zone",
  source_file: "functions/take_time_off.ts",
  input_parameters: {
    properties: {
      interactivity,
      first_day: {
        type: Schema.slack.types.date,
        title: "First day",
        description: "Left out, today",
      },
      last_day: {
        type: Schema.slack.types.date,
        title: "Last day",
        description: "A day off itself; left out, until it is ended",
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
  TakeTimeOff,
  (context) =>
    stepOutputs(() => takeTimeOff(openExecution(context), context.inputs)),
);
