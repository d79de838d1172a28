import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { StartFocusTime } from "../functions/start_focus_time.ts";
import { interactivity } from "../functions/interactivity.ts";
import { addRunSteps } from "./run_steps.ts";
import { OPEN_FORM, SEND_DM } from "./slack_functions.ts";

/** Somebody declares their own focus time, is told so, and a run follows at once. */
const StartFocusTimeWorkflow = DefineWorkflow({
  callback_id: "start_focus_time",
  title: "Start focus time",
  description:
    "Shows your focus time in your own status, with an end or until you end it",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const form = StartFocusTimeWorkflow.addStep(OPEN_FORM, {
  title: "Start focus time",
  submit_label: "Start",
  description:
    "From now on. It shows if you opted in for it; *End it now* ends it at any time.",
  interactivity: StartFocusTimeWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "until",
        title: "Until",
        description: "Leave empty for until you end it",
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
StartFocusTimeWorkflow.addStep(SEND_DM, {
  user_id: done.outputs.person,
  message: done.outputs.message,
});
addRunSteps(StartFocusTimeWorkflow, done.outputs.changed);

export default StartFocusTimeWorkflow;
