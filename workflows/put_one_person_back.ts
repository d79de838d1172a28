import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { interactivity } from "../functions/interactivity.ts";
import { PutOnePersonBack } from "../functions/put_one_person_back.ts";
import { OPEN_FORM, SEND_DM } from "./slack_functions.ts";

/** An operator chooses somebody, who gets back what was there before; both are told. */
const PutOnePersonBackWorkflow = DefineWorkflow({
  callback_id: "put_one_person_back",
  title: "Put one person back",
  description:
    "Gives one person what they had before and leaves their shift alone; for operators",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const form = PutOnePersonBackWorkflow.addStep(OPEN_FORM, {
  title: "Put one person back",
  submit_label: "Put back",
  description:
    "For operators. They get back what was there before, and their current shift is left alone until it ends.",
  interactivity: PutOnePersonBackWorkflow.inputs.interactivity,
  fields: {
    elements: [{
      name: "person",
      title: "Whom to put back",
      type: Schema.slack.types.user_id,
    }],
    required: ["person"],
  },
});

const done = PutOnePersonBackWorkflow.addStep(PutOnePersonBack, {
  interactivity: form.outputs.interactivity,
  person: form.outputs.fields.person,
});
PutOnePersonBackWorkflow.addStep(SEND_DM, {
  user_id: done.outputs.person,
  message: done.outputs.message,
});

export default PutOnePersonBackWorkflow;
