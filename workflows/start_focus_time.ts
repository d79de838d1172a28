import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { StartFocusTime } from "../functions/start_focus_time.ts";
import { clickInputs } from "../functions/parameters.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Declares focus time for the person who clicks, and answers them. The run that is booked for the minute shows it. */
const StartFocusTimeWorkflow = DefineWorkflow({
  callback_id: "start_focus_time",
  title: "Start focus time",
  description:
    "Shows your focus time in your own status, with an end or until you end it",
  input_parameters: clickInputs,
});

const form = StartFocusTimeWorkflow.addStep(OPEN_FORM, {
  title: "Start focus time",
  submit_label: "Start",
  description:
    "It starts now, and shows if you opted in for it. *End it now* ends it at any time.",
  interactivity: StartFocusTimeWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "until",
        title: "Until",
        description: "Leave empty to end it yourself",
        type: Schema.slack.types.timestamp,
      },
    ],
    required: [],
  },
});

const done = StartFocusTimeWorkflow.addStep(StartFocusTime, {
  interactivity: form.outputs.interactivity,
  until: form.outputs.fields.until,
});
addAnswer(StartFocusTimeWorkflow, done.outputs);

export default StartFocusTimeWorkflow;
