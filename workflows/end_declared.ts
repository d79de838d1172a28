import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { EndDeclared } from "../functions/end_declared.ts";
import { clickInputs } from "../functions/parameters.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Ends what the person who clicks declared, and answers them. The run that is booked for the minute restores. */
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
    "Ends everything that you declared for yourself, including what is still to come, and restores what was there before.",
  interactivity: EndDeclaredWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "group",
        title: "For a user group",
        description:
          "Its handle, such as @releases. Only for those who may. Leave empty for your own",
        type: Schema.types.string,
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

export default EndDeclaredWorkflow;
