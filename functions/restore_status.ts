import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { openExecution, stepOutputs } from "../app/execution.ts";
import { restoreStep } from "../app/steps/restore.ts";
import { runInputs } from "./run_inputs.ts";

export const RestoreStatus = DefineFunction({
  callback_id: "restore_status",
  title: "Give statuses back",
  description:
    "Gives everybody whose shift is over exactly what they had before it: status, notifications and presence",
  source_file: "functions/restore_status.ts",
  input_parameters: {
    properties: runInputs,
    required: ["snapshot_id"],
  },
  output_parameters: {
    properties: {
      restored: { type: Schema.types.integer, title: "People given back to" },
      failed: { type: Schema.types.integer, title: "Failures" },
      postponed: {
        type: Schema.types.integer,
        title: "Postponed to a later run",
      },
    },
    required: ["restored", "failed", "postponed"],
  },
});

export default SlackFunction(
  RestoreStatus,
  (context) =>
    stepOutputs(() =>
      restoreStep(openExecution(context, context.inputs.run_id), context.inputs)
    ),
);
