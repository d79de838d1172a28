import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { SetMyStatus } from "../functions/set_my_status.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Sets the status of the person who clicks, as if they did it in Slack. */
const SetMyStatusWorkflow = DefineWorkflow({
  callback_id: "set_my_status",
  title: "Set my status",
  description: "Your own status, beside your shifts",
  input_parameters: clickInputs,
});

const form = SetMyStatusWorkflow.addStep(OPEN_FORM, {
  title: "Set my status",
  submit_label: "Set",
  description:
    "As if you set it in Slack: during a shift, Shiftlight leaves your status to you until the shift ends.",
  interactivity: SetMyStatusWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "emoji",
        title: "Emoji",
        description: "With its colons, such as :palm_tree:",
        type: Schema.types.string,
      },
      {
        name: "text",
        title: "Text",
        description: "100 characters at most",
        type: Schema.types.string,
      },
      {
        name: "until",
        title: "Until",
        description: "Leave empty: until you change or clear it",
        type: Schema.slack.types.timestamp,
      },
    ],
    required: [],
  },
});

const { fields } = form.outputs;
const set = SetMyStatusWorkflow.addStep(SetMyStatus, {
  interactivity: form.outputs.interactivity,
  text: fields.text,
  emoji: fields.emoji,
  until: fields.until,
});
addAnswer(SetMyStatusWorkflow, set.outputs);

export default SetMyStatusWorkflow;
