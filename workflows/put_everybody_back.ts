import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/parameters.ts";
import { PutEverybodyBack } from "../functions/put_everybody_back.ts";
import { addAnswer, addRunSteps } from "./steps.ts";

/**
 * An operator has everyone restored, and nothing more is set. A run follows at
 * once for people for whom there was no time.
 */
const PutEverybodyBackWorkflow = DefineWorkflow({
  callback_id: "put_everybody_back",
  title: "Restore everyone",
  description:
    "Restores what everyone had before and switches to preview; for operators",
  input_parameters: clickInputs,
});

const done = PutEverybodyBackWorkflow.addStep(PutEverybodyBack, {
  interactivity: PutEverybodyBackWorkflow.inputs.interactivity,
});
addAnswer(PutEverybodyBackWorkflow, done.outputs);

addRunSteps(PutEverybodyBackWorkflow, done.outputs.changed);

export default PutEverybodyBackWorkflow;
