import { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { ApplyStatus } from "../functions/apply_status.ts";
import { FetchRoster } from "../functions/fetch_roster.ts";
import { ReportResults } from "../functions/report_results.ts";
import { RestoreStatus } from "../functions/restore_status.ts";

/** One run: give back before taking, so that restores never wait behind starts. */
const SyncWorkflow = DefineWorkflow({
  callback_id: "sync",
  title: "Sync statuses with the rosters",
  description:
    "Gives back what is over, sets what has begun, reports what happened",
});

const roster = SyncWorkflow.addStep(FetchRoster, {});
const run = {
  run_id: roster.outputs.run_id,
  scope: roster.outputs.scope,
};
const { snapshot_id } = roster.outputs;
SyncWorkflow.addStep(RestoreStatus, { ...run, snapshot_id });
SyncWorkflow.addStep(ApplyStatus, { ...run, snapshot_id });
SyncWorkflow.addStep(ReportResults, run);

export default SyncWorkflow;
