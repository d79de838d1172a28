import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { interactivity } from "../functions/interactivity.ts";
import { MyHistory } from "../functions/my_history.ts";

/** Whoever clicks is told what was done to their own presence. */
const MyHistoryWorkflow = DefineWorkflow({
  callback_id: "my_history",
  title: "My Shiftlight history",
  description: "What was done to your own presence, when and why",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

MyHistoryWorkflow.addStep(MyHistory, {
  interactivity: MyHistoryWorkflow.inputs.interactivity,
});

export default MyHistoryWorkflow;
