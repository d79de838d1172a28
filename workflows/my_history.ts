import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { MyHistory } from "../functions/my_history.ts";

/** Sends the person who clicks what was done to their own presence. */
const MyHistoryWorkflow = DefineWorkflow({
  callback_id: "my_history",
  title: "My Shiftlight history",
  description: "What was done to your own presence, when and why",
  input_parameters: clickInputs,
});

MyHistoryWorkflow.addStep(MyHistory, {
  interactivity: MyHistoryWorkflow.inputs.interactivity,
});

export default MyHistoryWorkflow;
