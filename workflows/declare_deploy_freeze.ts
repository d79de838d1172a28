import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { DeclareDeployFreeze } from "../functions/declare_deploy_freeze.ts";
import { interactivity } from "../functions/interactivity.ts";
import { addRunSteps } from "./run_steps.ts";
import { OPEN_FORM, SEND_DM } from "./slack_functions.ts";

/** Somebody declares a deploy freeze, is told so, and a run follows at once. */
const DeclareDeployFreezeWorkflow = DefineWorkflow({
  callback_id: "declare_deploy_freeze",
  title: "Declare a deploy freeze",
  description:
    "Shows a deploy freeze in your own status, or in those of a user group",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const form = DeclareDeployFreezeWorkflow.addStep(OPEN_FORM, {
  title: "Declare a deploy freeze",
  submit_label: "Declare",
  description:
    "It shows for those who opted in for it; *End it now* ends it at any time.",
  interactivity: DeclareDeployFreezeWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "from",
        title: "From",
        description: "Leave empty for now",
        type: Schema.slack.types.timestamp,
      },
      {
        name: "until",
        title: "Until",
        description: "Leave empty for until it is ended",
        type: Schema.slack.types.timestamp,
      },
      {
        name: "group",
        title: "For a user group",
        description: "For those who may; leave empty for yourself",
        type: Schema.slack.types.usergroup_id,
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
DeclareDeployFreezeWorkflow.addStep(SEND_DM, {
  user_id: done.outputs.person,
  message: done.outputs.message,
});
addRunSteps(DeclareDeployFreezeWorkflow, done.outputs.changed);

export default DeclareDeployFreezeWorkflow;
