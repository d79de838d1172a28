import { DefineFunction, SlackFunction } from "./slack_sdk.ts";
import { runStep } from "../app/execution.ts";
import { clearOwnStatus } from "../app/presence/set_own.ts";
import { answerOutputs, clickInputs } from "./click_parameters.ts";

/** It acts on the person who clicked, never on an input: their own change, as in Slack. */
export const ClearMyStatus = DefineFunction({
  callback_id: "clear_my_status",
  title: "Clear my status",
  description: "Clears the status of the person who clicked",
  source_file: "functions/clear_my_status.ts",
  input_parameters: clickInputs,
  output_parameters: answerOutputs,
});

export default SlackFunction(
  ClearMyStatus,
  (context) => runStep(context, clearOwnStatus),
);
