import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { takeTimeOff } from "../app/declared/declare.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, interactivity } from "./parameters.ts";

/** It acts on the person who clicked, never on an input: nobody declares for someone else. */
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
        description: "Today when left out",
      },
      last_day: {
        type: Schema.slack.types.date,
        title: "Last day",
        description: "Itself a day off; until it is ended when left out",
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
