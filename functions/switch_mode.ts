import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { switchMode } from "../app/operators/switch_mode.ts";
import { interactivity } from "./interactivity.ts";
import { clickedOutputs } from "./clicked_outputs.ts";

/** For operators alone; who clicked is never an input that somebody could fill in. */
export const SwitchMode = DefineFunction({
  callback_id: "switch_mode",
  title: "Switch between preview and enforce",
  description:
    "Sets whether plans are carried out or only reported; for operators",
  source_file: "functions/switch_mode.ts",
  input_parameters: {
    properties: {
      interactivity,
      mode: {
        type: Schema.types.string,
        enum: ["preview", "enforce"],
        title: "Mode",
      },
    },
    required: ["interactivity", "mode"],
  },
  output_parameters: {
    properties: clickedOutputs,
    required: ["person", "message", "changed"],
  },
});

export default SlackFunction(
  SwitchMode,
  (context) =>
    stepOutputs(() => switchMode(openExecution(context), context.inputs)),
);
