import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { applyStep } from "../app/steps/apply.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { runInputs } from "./run_inputs.ts";

export const ApplyStatus = DefineFunction({
  callback_id: "apply_status",
  title: "Set statuses",
  description:
    "Puts the shifts under way into the status, notifications and presence of everybody who opted in",
  source_file: "functions/apply_status.ts",
  input_parameters: {
    properties: {
      ...runInputs,
      state: {
        type: Schema.types.string,
        title: "Only this state",
        description: "on_call, pto, …; every state when left out",
      },
      text: {
        type: Schema.types.string,
        title: "Text of your own",
        description:
          "In place of the configured one; {until} and {label} are filled in",
      },
      emoji: {
        type: Schema.types.string,
        title: "Emoji of your own",
        description: "In place of the configured one, with its colons: :pager:",
      },
    },
    required: ["snapshot_id"],
  },
  output_parameters: {
    properties: {
      changed: { type: Schema.types.integer, title: "People changed" },
      failed: { type: Schema.types.integer, title: "Failures" },
      postponed: {
        type: Schema.types.integer,
        title: "Postponed to a later run",
      },
    },
    required: ["changed", "failed", "postponed"],
  },
});

export default SlackFunction(
  ApplyStatus,
  (context) =>
    stepOutputs(() =>
      applyStep(openExecution(context, context.inputs.run_id), context.inputs)
    ),
);
