import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { SetMyPresence } from "../functions/set_my_presence.ts";
import { addAnswer } from "./steps.ts";

/** Lets Slack choose the presence of the person who clicks again. Nobody can be made active. */
const ClearAwayWorkflow = DefineWorkflow({
  callback_id: "clear_away",
  title: "Stop being set away",
  description: "Slack chooses your presence again",
  input_parameters: clickInputs,
});

const set = ClearAwayWorkflow.addStep(SetMyPresence, {
  interactivity: ClearAwayWorkflow.inputs.interactivity,
  presence: "auto",
});
addAnswer(ClearAwayWorkflow, set.outputs);

export default ClearAwayWorkflow;
