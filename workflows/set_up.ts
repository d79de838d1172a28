import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { FetchRoster } from "../functions/fetch_roster.ts";
import { clickInputs } from "../functions/click_parameters.ts";
import { SetUp } from "../functions/set_up.ts";

/** Checks the installation, creates the triggers, and sends the findings to the person who clicks. */
const SetUpWorkflow = DefineWorkflow({
  callback_id: "set_up",
  title: "Set up Shiftlight",
  description:
    "Checks everything and makes the links; for the person who installs it",
  input_parameters: clickInputs,
});

const roster = SetUpWorkflow.addStep(FetchRoster, {
  always: true,
  set_up_by: "{{inputs.interactivity.interactor.id}}",
});
SetUpWorkflow.addStep(SetUp, {
  interactivity: SetUpWorkflow.inputs.interactivity,
  snapshot_id: roster.outputs.snapshot_id,
});

export default SetUpWorkflow;
