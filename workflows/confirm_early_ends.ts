import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { ConfirmEarlyEnds } from "../functions/confirm_early_ends.ts";
import { interactivity } from "../functions/interactivity.ts";
import { addRunSteps } from "./run_steps.ts";
import { SEND_DM } from "./slack_functions.ts";

/** An operator allows what a run held back, is told whom it concerns, and a run follows at once. */
const ConfirmEarlyEndsWorkflow = DefineWorkflow({
  callback_id: "confirm_early_ends",
  title: "Confirm early ends",
  description:
    "Allows the ends that were held back because they were too many; for operators",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const confirmed = ConfirmEarlyEndsWorkflow.addStep(ConfirmEarlyEnds, {
  interactivity: ConfirmEarlyEndsWorkflow.inputs.interactivity,
});
ConfirmEarlyEndsWorkflow.addStep(SEND_DM, {
  user_id: confirmed.outputs.person,
  message: confirmed.outputs.message,
});
addRunSteps(ConfirmEarlyEndsWorkflow, confirmed.outputs.changed);

export default ConfirmEarlyEndsWorkflow;
