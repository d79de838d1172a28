import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { joinInputs, Welcome } from "../functions/welcome.ts";

/** Welcomes a channel that the app joins. Started by an event. */
const WelcomeWorkflow = DefineWorkflow({
  callback_id: "welcome",
  title: "Welcome a channel",
  description: "Tells a channel what Shiftlight is for",
  input_parameters: joinInputs,
});

WelcomeWorkflow.addStep(Welcome, WelcomeWorkflow.inputs);

export default WelcomeWorkflow;
