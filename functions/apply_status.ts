import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { applyStep } from "../app/steps/apply.ts";
import { runReportedStep } from "../app/steps/reported_step.ts";
import { failureOutputs, runInputs } from "./parameters.ts";

export const ApplyStatus = DefineFunction({
  callback_id: "apply_status",
  title: "Set statuses",
  description:
    "Sets the status, notifications and presence of everyone who opted in and has a shift now",
  source_file: "functions/apply_status.ts",
  input_parameters: {
    properties: {
      ...runInputs,
      state: {
        type: Schema.types.string,
        title: "Only this state",
        description: "on_call, pto, … If left out: every state",
      },
      text: {
        type: Schema.types.string,
        title: "Your own text",
        description:
          "Used instead of the configured text; {until} and {label} are filled in",
      },
      emoji: {
        type: Schema.types.string,
        title: "Your own emoji",
        description:
          "Used instead of the configured emoji, with its colons: :pager:",
      },
    },
    required: ["snapshot_id"],
  },
  output_parameters: {
    properties: {
      changed: { type: Schema.types.integer, title: "People changed" },
      ...failureOutputs,
    },
    required: ["changed", "failed", "postponed"],
  },
});

export default SlackFunction(
  ApplyStatus,
  (context) => runReportedStep(context, "Set statuses", applyStep),
);
