import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { PutOnePersonBack } from "../functions/put_one_person_back.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Restores a person whom an operator chooses. Both get a message. */
const PutOnePersonBackWorkflow = DefineWorkflow({
  callback_id: "put_one_person_back",
  title: "Restore one person",
  description:
    "Restores what one person had before and leaves their shift alone; for operators",
  input_parameters: clickInputs,
});

const form = PutOnePersonBackWorkflow.addStep(OPEN_FORM, {
  title: "Restore one person",
  submit_label: "Restore",
  description:
    "For operators. Restores what the person had before. Their current shift does not show again until it ends.",
  interactivity: PutOnePersonBackWorkflow.inputs.interactivity,
  fields: {
    elements: [{
      name: "person",
      title: "Person to restore",
      type: Schema.slack.types.user_id,
    }],
    required: ["person"],
  },
});

const done = PutOnePersonBackWorkflow.addStep(PutOnePersonBack, {
  interactivity: form.outputs.interactivity,
  person: form.outputs.fields.person,
});
addAnswer(PutOnePersonBackWorkflow, done.outputs);

export default PutOnePersonBackWorkflow;
