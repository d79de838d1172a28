import { DefineFunction, Schema, SlackFunction } from "./slack_sdk.ts";
import { restoreStep } from "../app/steps/restore.ts";
import { runReportedStep } from "../app/steps/reported_step.ts";
import { failureOutputs, runInputs } from "./parameters.ts";

export const RestoreStatus = DefineFunction({
  callback_id: "restore_status",
  title: "Restore statuses",
  description:
    "Restores exactly what people had before a shift that is over: status, notifications and presence",
  source_file: "functions/restore_status.ts",
  input_parameters: {
    properties: runInputs,
    required: ["snapshot_id"],
  },
  output_parameters: {
    properties: {
      restored: { type: Schema.types.integer, title: "People restored" },
      ...failureOutputs,
    },
    required: ["restored", "failed", "postponed"],
  },
});

export default SlackFunction(
  RestoreStatus,
  (context) => runReportedStep(context, "Restore statuses", restoreStep),
);
