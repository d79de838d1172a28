import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { interactivity } from "../functions/interactivity.ts";
import { SwitchMode } from "../functions/switch_mode.ts";
import config from "../shiftlight.config.ts";
import { addRunSteps } from "./run_steps.ts";
import { OPEN_FORM, SEND_DM } from "./slack_functions.ts";

/** An operator chooses the mode, is told what now holds, and a run follows at once. */
const SwitchModeWorkflow = DefineWorkflow({
  callback_id: "switch_mode",
  title: "Switch Shiftlight's mode",
  description: "Only report plans, or carry them out; for operators",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const form = SwitchModeWorkflow.addStep(OPEN_FORM, {
  title: "Switch mode",
  submit_label: "Switch",
  description: "For operators. It counts for everybody, from now on.",
  interactivity: SwitchModeWorkflow.inputs.interactivity,
  fields: {
    elements: [{
      name: "mode",
      title: "Mode",
      type: Schema.types.string,
      enum: ["preview", "enforce"],
      choices: [
        { value: "preview", title: "Preview: only report what would be done" },
        { value: "enforce", title: "Enforce: do it" },
      ],
      default: config.mode,
    }],
    required: ["mode"],
  },
});

const switched = SwitchModeWorkflow.addStep(SwitchMode, {
  interactivity: form.outputs.interactivity,
  mode: form.outputs.fields.mode,
});
SwitchModeWorkflow.addStep(SEND_DM, {
  user_id: switched.outputs.person,
  message: switched.outputs.message,
});
addRunSteps(SwitchModeWorkflow, switched.outputs.changed);

export default SwitchModeWorkflow;
