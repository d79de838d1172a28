import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { addRunSteps } from "./run_steps.ts";

/** One run, and nothing else. */
const SyncWorkflow = DefineWorkflow({
  callback_id: "sync",
  title: "Sync statuses with the rosters",
  description:
    "Gives back what is over, sets what has begun, reports what happened",
});

addRunSteps(SyncWorkflow);

export default SyncWorkflow;
