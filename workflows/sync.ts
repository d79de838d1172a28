import { DefineWorkflow, Schema } from "deno-slack-sdk/mod.ts";
import { addRunSteps } from "./steps.ts";

/** One run. If a person started it by the link, they are told what it did. */
const SyncWorkflow = DefineWorkflow({
  callback_id: "sync",
  title: "Sync statuses with the rosters",
  description:
    "Restores after shifts that are over, sets shifts that have begun, reports what happened",
  input_parameters: {
    properties: {
      person: {
        type: Schema.slack.types.user_id,
        title: "Person who clicked",
      },
    },
    required: [],
  },
});

addRunSteps(SyncWorkflow, undefined, SyncWorkflow.inputs.person);

export default SyncWorkflow;
