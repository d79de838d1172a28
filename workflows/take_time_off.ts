import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { TakeTimeOff } from "../functions/take_time_off.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Declares time off for the person who clicks, and answers them. The run that is booked for the minute shows it. */
const TakeTimeOffWorkflow = DefineWorkflow({
  callback_id: "take_time_off",
  title: "Take time off",
  description:
    "Shows your time off in your own status, in whole days where you live",
  input_parameters: clickInputs,
});

const form = TakeTimeOffWorkflow.addStep(OPEN_FORM, {
  title: "Take time off",
  submit_label: "Save",
  description:
    "Whole days, in your own time zone. It shows if you opted in for it. *End it now* ends it at any time.",
  interactivity: TakeTimeOffWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "first_day",
        title: "First day",
        description: "Leave empty for today",
        type: Schema.slack.types.date,
      },
      {
        name: "last_day",
        title: "Last day",
        description: "The last day off. Leave empty to end it yourself",
        type: Schema.slack.types.date,
      },
    ],
    required: [],
  },
});

const done = TakeTimeOffWorkflow.addStep(TakeTimeOff, {
  interactivity: form.outputs.interactivity,
  first_day: form.outputs.fields.first_day,
  last_day: form.outputs.fields.last_day,
});
addAnswer(TakeTimeOffWorkflow, done.outputs);

export default TakeTimeOffWorkflow;
