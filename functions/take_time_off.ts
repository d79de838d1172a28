import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { takeTimeOff } from "../app/declared/declare.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, interactivity } from "./click_parameters.ts";

/** It acts on the person who clicked, never on an input: no one can declare for someone else. */
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
        description: "If left out: today",
      },
      last_day: {
        type: Schema.slack.types.date,
        title: "Last day",
        description: "The last day off. If left out: until it is ended",
      },
    },
    required: ["interactivity"],
  },
  output_parameters: answerOutputs,
});

export default SlackFunction(
  TakeTimeOff,
  (context) => runStep(context, takeTimeOff),
);
