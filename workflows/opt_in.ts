import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { RecordConsent } from "../functions/record_consent.ts";
import config from "../shiftlight.config.ts";
import { firstState, stateTitle } from "../reconciler/state_rule.ts";
import { addAnswer, OPEN_FORM } from "./steps.ts";

/** Records what the person who clicks allows for themselves. */
const OptInWorkflow = DefineWorkflow({
  callback_id: "opt_in",
  title: "Opt in to Shiftlight",
  description: "Choose which shifts may show in your own status",
  input_parameters: clickInputs,
});

const YES_OR_NO = {
  type: Schema.types.string,
  enum: ["yes", "no"],
  choices: [
    { value: "yes", title: "Yes" },
    { value: "no", title: "No" },
  ],
};

/** The states that win come first. */
const byPriority = Object.keys(config.states)
  .sort((a, b) => config.states[b]!.priority - config.states[a]!.priority);

/**
 * A form of Slack's cannot be filled in from a record. So no field has a default:
 * a person who opts in again keeps what they leave empty. For the same reason the
 * last four are choices, not boxes to tick.
 */
const KEEP = "Leave empty to keep what you chose";

const form = OptInWorkflow.addStep(OPEN_FORM, {
  title: "Opt in to Shiftlight",
  submit_label: "Opt in",
  description:
    "Your status shows your shift while it lasts. Afterwards, exactly what was there before is restored. What you leave empty stays as you chose it before.",
  interactivity: OptInWorkflow.inputs.interactivity,
  fields: {
    elements: [
      {
        name: "states",
        title: "Which shifts may show",
        description: `All that may show. ${KEEP}; the first time: ${
          stateTitle(config.states, firstState(config.states))
        }`,
        type: Schema.types.array,
        items: {
          type: Schema.types.string,
          enum: byPriority,
          choices: byPriority.map((value) => ({
            value,
            title: stateTitle(config.states, value),
          })),
        },
      },
      {
        name: "on_own_status",
        title: "If you have a status",
        description:
          `You already have a status when a shift starts. ${KEEP}; the first time: wait`,
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
      },
      {
        name: "after_manual_change",
        title: "If you change it",
        description:
          `You change or clear your status during a shift. ${KEEP}; the first time: my change stays`,
        type: Schema.types.string,
        enum: ["yield", "resume"],
        choices: [
          { value: "yield", title: "Keep my change until the shift ends" },
          {
            value: "resume",
            title: "Show the shift again once my status is clear",
          },
        ],
      },
      {
        name: "dnd",
        title: "Pause notifications",
        description:
          `In states that pause them, such as time off; never while on call. ${KEEP}; the first time: no`,
        ...YES_OR_NO,
      },
      {
        name: "presence",
        title: "Show me as away",
        description:
          `In states that do so, such as time off. ${KEEP}; the first time: no`,
        ...YES_OR_NO,
      },
      {
        name: "notices",
        title: "Tell me about my shifts",
        description:
          `By direct message, for example when one is moved. ${KEEP}; the first time: no`,
        ...YES_OR_NO,
      },
      {
        name: "workflow_presence",
        title: "Workflows set my presence",
        description:
          `Workflows that others build may set your presence: away, but never while you are on call. ${KEEP}; the first time: no`,
        ...YES_OR_NO,
      },
    ],
    required: [],
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
  notices: fields.notices,
  workflow_presence: fields.workflow_presence,
  ...(config.companion_app === null
    ? {}
    : { slack_account: { credential_source: "END_USER" } }),
});
addAnswer(OptInWorkflow, consent.outputs);

export default OptInWorkflow;
