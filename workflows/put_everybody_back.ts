import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { interactivity } from "../functions/interactivity.ts";
import { PutEverybodyBack } from "../functions/put_everybody_back.ts";
import { addRunSteps } from "./run_steps.ts";
import { SEND_DM } from "./slack_functions.ts";

/**
 * Everybody gets back what was there before, and nothing more is set. A run
 * follows at once: it goes on with whom there was no time for.
 */
const PutEverybodyBackWorkflow = DefineWorkflow({
  callback_id: "put_everybody_back",
  title: "Put everybody back",
  description:
    "Gives everybody what they had before and switches to preview; for operators",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const done = PutEverybodyBackWorkflow.addStep(PutEverybodyBack, {
  interactivity: PutEverybodyBackWorkflow.inputs.interactivity,
});
PutEverybodyBackWorkflow.addStep(SEND_DM, {
  user_id: done.outputs.person,
  message: done.outputs.message,
});

addRunSteps(PutEverybodyBackWorkflow, done.outputs.changed);

export default PutEverybodyBackWorkflow;
