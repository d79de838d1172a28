import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { SetMyPresence } from "../functions/set_my_presence.ts";
import { addAnswer } from "./steps.ts";

/** Shows the person who clicks as away. */
const SetMeAwayWorkflow = DefineWorkflow({
  callback_id: "set_me_away",
  title: "Set me away",
  description: "Shows you as away until you take it back",
  input_parameters: clickInputs,
});

const set = SetMeAwayWorkflow.addStep(SetMyPresence, {
  interactivity: SetMeAwayWorkflow.inputs.interactivity,
  presence: "away",
});
addAnswer(SetMeAwayWorkflow, set.outputs);

export default SetMeAwayWorkflow;
