import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { EndDeclared } from "../functions/end_declared.ts";
import { interactivity } from "../functions/interactivity.ts";
import { addRunSteps } from "./run_steps.ts";
import { OPEN_FORM, SEND_DM } from "./slack_functions.ts";

/** Somebody ends what they declared, is told so, and a run gives back at once. */
const EndDeclaredWorkflow = DefineWorkflow({
  callback_id: "end_declared",
  title: "End it now",
  description: "Ends what you declared: focus time, time off, deploy freezes",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const form = EndDeclaredWorkflow.addStep(OPEN_FORM, {
  title: "End it now",
  submit_label: "End it",
  description:
    "Ends all that you declared for yourself, also what is to come. What was there before is given back.",
  interactivity: EndDeclaredWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "group",
        title: "Of a user group",
        description: "For those who may; leave empty for your own",
        type: Schema.slack.types.usergroup_id,
      },
    ],
    required: [],
  },
});

const done = EndDeclaredWorkflow.addStep(EndDeclared, {
  interactivity: form.outputs.interactivity,
  group: form.outputs.fields.group,
});
EndDeclaredWorkflow.addStep(SEND_DM, {
  user_id: done.outputs.person,
  message: done.outputs.message,
});
addRunSteps(EndDeclaredWorkflow, done.outputs.changed);

export default EndDeclaredWorkflow;
