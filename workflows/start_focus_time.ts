import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { StartFocusTime } from "../functions/start_focus_time.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import config from "../shiftlight.config.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Declares focus time for the person who clicks, and answers them. The run that is booked for the minute shows it. */
const StartFocusTimeWorkflow = DefineWorkflow({
  callback_id: "start_focus_time",
  title: "Start focus time",
  description: "Shows your focus time in your own status, for a day at most",
  input_parameters: clickInputs,
});

const LENGTHS = [
  { value: "1h", title: "1 hour" },
  { value: "2h", title: "2 hours" },
  {
    value: "working_day",
    title: `Until the end of the working day (${config.working_day_end})`,
  },
  { value: "other", title: "Other, as filled in below" },
];

const form = StartFocusTimeWorkflow.addStep(OPEN_FORM, {
  title: "Start focus time",
  submit_label: "Start",
  description:
    "It starts now, if you opted in for it. *End it now* ends it at any time.",
  interactivity: StartFocusTimeWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "length",
        title: "How long",
        type: Schema.types.string,
        enum: LENGTHS.map(({ value }) => value),
        choices: LENGTHS,
        default: LENGTHS[0]!.value,
      },
      {
        name: "until",
        title: "Other end",
        description: "Counts in place of the length. A day ahead at most",
        type: Schema.slack.types.timestamp,
      },
    ],
    required: [],
  },
});

const done = StartFocusTimeWorkflow.addStep(StartFocusTime, {
  interactivity: form.outputs.interactivity,
  length: form.outputs.fields.length,
  until: form.outputs.fields.until,
});
addAnswer(StartFocusTimeWorkflow, done.outputs);

export default StartFocusTimeWorkflow;
