import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { EndDeclared } from "../functions/end_declared.ts";
import { clickInputs } from "../functions/parameters.ts";
import { addAnswer, addRunSteps, OPEN_FORM } from "./steps.ts";

/** Somebody ends what they declared and gets an answer; a run restores at once. */
const EndDeclaredWorkflow = DefineWorkflow({
  callback_id: "end_declared",
  title: "End it now",
  description: "Ends what you declared: focus time, time off, deploy freezes",
  input_parameters: clickInputs,
});

const form = EndDeclaredWorkflow.addStep(OPEN_FORM, {
  title: "End it now",
  submit_label: "End it",
  description:
    "Ends everything that you declared for yourself, also what is still to come. What was there before is restored.",
  interactivity: EndDeclaredWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "group",
        title: "For a user group",
        description: "Only for those who may. Leave empty for your own",
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
addAnswer(EndDeclaredWorkflow, done.outputs);
addRunSteps(EndDeclaredWorkflow, done.outputs.changed);

export default EndDeclaredWorkflow;
