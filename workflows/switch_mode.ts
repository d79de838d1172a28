import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { SwitchMode } from "../functions/switch_mode.ts";
import config from "../shiftlight.config.ts";
import { addAnswer, addRunSteps, OPEN_FORM } from "./steps.ts";

/** Switches the mode, for an operator. A run follows at once. */
const SwitchModeWorkflow = DefineWorkflow({
  callback_id: "switch_mode",
  title: "Switch Shiftlight's mode",
  description: "Only report plans, or carry them out; for operators",
  input_parameters: clickInputs,
});

const form = SwitchModeWorkflow.addStep(OPEN_FORM, {
  title: "Switch mode",
  submit_label: "Switch",
  description: "For operators. It counts for everyone from now on.",
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
addAnswer(SwitchModeWorkflow, switched.outputs);
addRunSteps(SwitchModeWorkflow, switched.outputs.changed);

export default SwitchModeWorkflow;
