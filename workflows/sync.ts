import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { addRunSteps } from "./steps.ts";

/** One run, and nothing else. */
const SyncWorkflow = DefineWorkflow({
  callback_id: "sync",
  title: "Sync statuses with the rosters",
  description:
    "Restores after shifts that are over, sets shifts that have begun, reports what happened",
});

addRunSteps(SyncWorkflow);

export default SyncWorkflow;
