import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { startFocusTime } from "../app/declared/focus_time.ts";
import { runStep } from "../app/execution.ts";
import { answerOutputs, interactivity } from "./click_parameters.ts";

/** It acts on the person who clicked, never on an input: no one can declare for someone else. */
export const StartFocusTime = DefineFunction({
  callback_id: "start_focus_time",
  title: "Start focus time",
  description:
    "Starts focus time for the person who clicked: an hour, or another end within a day",
  source_file: "functions/start_focus_time.ts",
  input_parameters: {
    properties: {
      interactivity,
      length: {
        type: Schema.types.string,
        title: "How long",
        description:
          "1h, 2h, working_day (until its end) or other. If left out: 1h",
      },
      until: {
        type: Schema.slack.types.timestamp,
        title: "Until",
        description: "Counts in place of the length; a day ahead at most",
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
