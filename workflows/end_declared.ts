import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { EndDeclared } from "../functions/end_declared.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { stateTitle } from "../reconciler/state_rule.ts";
import config from "../shiftlight.config.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Ends what the person who clicks declared, and answers them. The run that is booked for the minute restores. */
const EndDeclaredWorkflow = DefineWorkflow({
  callback_id: "end_declared",
  title: "End it now",
  description: "Ends what you declared: focus time, time off, deploy freezes",
  input_parameters: clickInputs,
});

/** What people declare by a link. */
const DECLARED_STATES = ["focus", "pto", "deploy_freeze"];

const CHOICES = [
  ...DECLARED_STATES.filter((state) => Object.hasOwn(config.states, state))
    .map((state) => ({
      value: state,
      title: stateTitle(config.states, state),
    })),
  { value: "all", title: "Everything, also what is still to come" },
];

const form = EndDeclaredWorkflow.addStep(OPEN_FORM, {
  title: "End it now",
  submit_label: "End it",
  description:
    "Ends what is under way, else what comes next, and restores what was there before. *Undo* brings it back for ten minutes.",
  interactivity: EndDeclaredWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "what",
        title: "What to end",
        description: "Leave empty if only one thing is under way",
        type: Schema.types.string,
        enum: CHOICES.map(({ value }) => value),
        choices: CHOICES,
      },
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
  what: form.outputs.fields.what,
  group: form.outputs.fields.group,
});
addAnswer(EndDeclaredWorkflow, done.outputs);

export default EndDeclaredWorkflow;
