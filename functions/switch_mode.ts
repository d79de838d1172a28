import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { switchMode } from "../app/operators/switch_mode.ts";
import { answerOutputs, interactivity } from "./click_parameters.ts";

/** For operators only. Slack says who clicked; no input can name someone else. */
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
  output_parameters: answerOutputs,
});

export default SlackFunction(
  SwitchMode,
  (context) => runStep(context, switchMode),
);
