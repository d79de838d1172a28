import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { ClearMyStatus } from "../functions/clear_my_status.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { addAnswer } from "./steps.ts";

/** Clears the status of the person who clicks, as if they did it in Slack. */
const ClearMyStatusWorkflow = DefineWorkflow({
  callback_id: "clear_my_status",
  title: "Clear my status",
  description: "Clears your own status",
  input_parameters: clickInputs,
});

const cleared = ClearMyStatusWorkflow.addStep(ClearMyStatus, {
  interactivity: ClearMyStatusWorkflow.inputs.interactivity,
});
addAnswer(ClearMyStatusWorkflow, cleared.outputs);

export default ClearMyStatusWorkflow;
