import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { PutEverybodyBack } from "../functions/put_everybody_back.ts";
import { addAnswer, addRunSteps } from "./steps.ts";

/**
 * Restores everyone for an operator without asking, and switches to preview. A run follows at
 * once, for the people for whom there was no time.
 */
const PutEverybodyBackWorkflow = DefineWorkflow({
  callback_id: "put_everybody_back",
  title: "Restore everyone at once",
  description:
    "Restores what everyone had before and switches to preview, without asking; for operators",
  input_parameters: clickInputs,
});

const done = PutEverybodyBackWorkflow.addStep(PutEverybodyBack, {
  interactivity: PutEverybodyBackWorkflow.inputs.interactivity,
});
addAnswer(PutEverybodyBackWorkflow, done.outputs);

addRunSteps(PutEverybodyBackWorkflow, done.outputs.changed);

export default PutEverybodyBackWorkflow;
