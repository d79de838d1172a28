import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { PutEverybodyBack } from "../functions/put_everybody_back.ts";
import { addAnswer, addAskingForm, addRunSteps } from "./steps.ts";

/**
 * Shows an operator who would be restored; sent once more, it restores them. A run
 * follows at once.
 */
const AskPutEverybodyBackWorkflow = DefineWorkflow({
  callback_id: "ask_put_everybody_back",
  title: "Restore everyone",
  description:
    "Shows who would be restored, then restores what they had before and switches to preview; for operators",
  input_parameters: clickInputs,
});

const form = addAskingForm(AskPutEverybodyBackWorkflow, {
  title: "Restore everyone",
  description:
    "For operators. Everyone gets back what they had before, and Shiftlight sets nothing until an operator switches to enforce. Look first at who that is: the answer is a direct message.",
  show: "Show me who would be restored",
});
const done = AskPutEverybodyBackWorkflow.addStep(PutEverybodyBack, {
  interactivity: form.outputs.interactivity,
  choice: form.outputs.fields.choice,
});
addAnswer(AskPutEverybodyBackWorkflow, done.outputs);
addRunSteps(AskPutEverybodyBackWorkflow, done.outputs.changed);

export default AskPutEverybodyBackWorkflow;
