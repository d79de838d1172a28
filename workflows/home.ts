import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { Home } from "../functions/home.ts";
import { clickInputs } from "../functions/parameters.ts";

/** Sends the person who clicks what Shiftlight knows of them and does for them. */
const HomeWorkflow = DefineWorkflow({
  callback_id: "home",
  title: "My Shiftlight",
  description: "Your choices, your shifts, and what is set for you now",
  input_parameters: clickInputs,
});

HomeWorkflow.addStep(Home, {
  interactivity: HomeWorkflow.inputs.interactivity,
});

export default HomeWorkflow;
