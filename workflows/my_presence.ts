import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { MyPresence } from "../functions/my_presence.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { addAnswer } from "./steps.ts";

/** Tells the person who clicks what Slack shows of them. */
const MyPresenceWorkflow = DefineWorkflow({
  callback_id: "my_presence",
  title: "My presence",
  description: "What Slack shows of you now, and why",
  input_parameters: clickInputs,
});

const seen = MyPresenceWorkflow.addStep(MyPresence, {
  interactivity: MyPresenceWorkflow.inputs.interactivity,
});
addAnswer(MyPresenceWorkflow, seen.outputs);

export default MyPresenceWorkflow;
