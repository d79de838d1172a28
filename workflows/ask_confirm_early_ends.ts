import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { ConfirmEarlyEnds } from "../functions/confirm_early_ends.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { addAnswer, addAskingForm, addRunSteps } from "./steps.ts";

/**
 * Shows an operator whose shifts would end; sent once more, it allows these ends. A
 * run follows at once.
 */
const AskConfirmEarlyEndsWorkflow = DefineWorkflow({
  callback_id: "ask_confirm_early_ends",
  title: "Confirm early ends",
  description:
    "Shows which ends were held back because there were too many, then allows them; for operators",
  input_parameters: clickInputs,
});

const form = addAskingForm(AskConfirmEarlyEndsWorkflow, {
  title: "Confirm early ends",
  description:
    "For operators. Ends the shifts that the rosters no longer list. Look first at whose they are: the answer is a direct message.",
  show: "Show me whose shifts would end",
});
const confirmed = AskConfirmEarlyEndsWorkflow.addStep(ConfirmEarlyEnds, {
  interactivity: form.outputs.interactivity,
  choice: form.outputs.fields.choice,
});
addAnswer(AskConfirmEarlyEndsWorkflow, confirmed.outputs);
addRunSteps(AskConfirmEarlyEndsWorkflow, confirmed.outputs.changed);

export default AskConfirmEarlyEndsWorkflow;
