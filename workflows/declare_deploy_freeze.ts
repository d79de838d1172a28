import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { DeclareDeployFreeze } from "../functions/declare_deploy_freeze.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Declares a deploy freeze for the person who clicks or for a user group, and answers them. The run that is booked for the minute shows it. */
const DeclareDeployFreezeWorkflow = DefineWorkflow({
  callback_id: "declare_deploy_freeze",
  title: "Declare a deploy freeze",
  description: "Shows a deploy freeze in your own status, or for a user group",
  input_parameters: clickInputs,
});

const form = DeclareDeployFreezeWorkflow.addStep(OPEN_FORM, {
  title: "Declare a deploy freeze",
  submit_label: "Declare",
  description:
    "It shows for people who opted in for it. *End it now* ends it at any time.",
  interactivity: DeclareDeployFreezeWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "from",
        title: "From",
        description: "Leave empty to start now",
        type: Schema.slack.types.timestamp,
      },
      {
        name: "until",
        title: "Until",
        description: "Leave empty to end it yourself",
        type: Schema.slack.types.timestamp,
      },
      {
        name: "group",
        title: "For a user group",
        description:
          "Its handle, such as @releases. Only for those who may. Leave empty for yourself",
        type: Schema.types.string,
      },
    ],
    required: [],
  },
});

const done = DeclareDeployFreezeWorkflow.addStep(DeclareDeployFreeze, {
  interactivity: form.outputs.interactivity,
  from: form.outputs.fields.from,
  until: form.outputs.fields.until,
  group: form.outputs.fields.group,
});
addAnswer(DeclareDeployFreezeWorkflow, done.outputs);

export default DeclareDeployFreezeWorkflow;
