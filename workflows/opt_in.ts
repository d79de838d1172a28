import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/parameters.ts";
import { RecordConsent } from "../functions/record_consent.ts";
import config from "../shiftlight.config.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Records what the person who clicks allows for themselves. */
const OptInWorkflow = DefineWorkflow({
  callback_id: "opt_in",
  title: "Opt in to Shiftlight",
  description: "Choose which shifts may show in your own status",
  input_parameters: clickInputs,
});

const byPriority = Object.keys(config.states)
  .sort((a, b) => config.states[b]!.priority - config.states[a]!.priority);
const firstState = config.states.on_call ? "on_call" : byPriority[0]!;

const form = OptInWorkflow.addStep(OPEN_FORM, {
  title: "Opt in to Shiftlight",
  submit_label: "Opt in",
  description:
    "Your status shows your shift while it lasts. Afterwards, exactly what was there before is restored.",
  interactivity: OptInWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "states",
        title: "Which shifts may show",
        type: Schema.types.array,
        items: {
          type: Schema.types.string,
          enum: byPriority,
          choices: byPriority.map((value) => ({
            value,
            title: titleOf(value),
          })),
        },
        default: [firstState],
      },
      {
        name: "on_own_status",
        title: "If you have a status",
        description: "You already have a status when a shift starts",
        type: Schema.types.string,
        enum: ["skip", "defer", "replace"],
        choices: [
          { value: "defer", title: "Wait until it is gone" },
          { value: "skip", title: "Keep it and skip this shift" },
          {
            value: "replace",
            title: "Replace it, and restore it afterwards",
          },
        ],
        default: "defer",
      },
      {
        name: "after_manual_change",
        title: "If you change it",
        description: "You change or clear your status during a shift",
        type: Schema.types.string,
        enum: ["yield", "resume"],
        choices: [
          { value: "yield", title: "Keep my change until the shift ends" },
          {
            value: "resume",
            title: "Show the shift again once my status is clear",
          },
        ],
        default: "yield",
      },
      {
        name: "dnd",
        title: "Pause notifications",
        description:
          "In states that pause them, such as time off; never while on call",
        type: Schema.types.boolean,
        default: false,
      },
      {
        name: "presence",
        title: "Show me as away",
        description: "In states that do so, such as time off",
        type: Schema.types.boolean,
        default: false,
      },
    ],
    required: ["states", "on_own_status", "after_manual_change"],
  },
});

const { fields } = form.outputs;
const consent = OptInWorkflow.addStep(RecordConsent, {
  interactivity: form.outputs.interactivity,
  states: fields.states,
  on_own_status: fields.on_own_status,
  after_manual_change: fields.after_manual_change,
  dnd: fields.dnd,
  presence: fields.presence,
  ...(config.companion_app === null
    ? {}
    : { slack_account: { credential_source: "END_USER" } }),
});
addAnswer(OptInWorkflow, consent.outputs);

function titleOf(state: string): string {
  const words = state.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export default OptInWorkflow;
