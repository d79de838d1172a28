import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { FetchRoster } from "../functions/fetch_roster.ts";
import { interactivity } from "../functions/interactivity.ts";
import { SetUp } from "../functions/set_up.ts";

/** Whoever installs the app is told what is right and what is missing; the triggers are made. */
const SetUpWorkflow = DefineWorkflow({
  callback_id: "set_up",
  title: "Set up Shiftlight",
  description: "Checks everything, makes the links; for whoever installs it",
  input_parameters: {
    properties: { interactivity },
    required: ["interactivity"],
  },
});

const roster = SetUpWorkflow.addStep(FetchRoster, { always: true });
SetUpWorkflow.addStep(SetUp, {
  interactivity: SetUpWorkflow.inputs.interactivity,
  snapshot_id: roster.outputs.snapshot_id,
});

export default SetUpWorkflow;
