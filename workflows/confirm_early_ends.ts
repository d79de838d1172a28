import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { ConfirmEarlyEnds } from "../functions/confirm_early_ends.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { addAnswer, addRunSteps } from "./steps.ts";

/** Allows the ends that a run held back, for an operator, without asking. A run follows at once. */
const ConfirmEarlyEndsWorkflow = DefineWorkflow({
  callback_id: "confirm_early_ends",
  title: "Confirm early ends at once",
  description:
    "Allows the ends that were held back because there were too many, without asking; for operators",
  input_parameters: clickInputs,
});

const confirmed = ConfirmEarlyEndsWorkflow.addStep(ConfirmEarlyEnds, {
  interactivity: ConfirmEarlyEndsWorkflow.inputs.interactivity,
});
addAnswer(ConfirmEarlyEndsWorkflow, confirmed.outputs);
addRunSteps(ConfirmEarlyEndsWorkflow, confirmed.outputs.changed);

export default ConfirmEarlyEndsWorkflow;
