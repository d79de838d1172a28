import type { DefineWorkflow } from "deno-slack-sdk/mod.ts";
import { ApplyStatus } from "../functions/apply_status.ts";
import { BookHandoffs } from "../functions/book_handoffs.ts";
import { FetchRoster } from "../functions/fetch_roster.ts";
import { ReportResults } from "../functions/report_results.ts";
import { RestoreStatus } from "../functions/restore_status.ts";

type Workflow = Pick<ReturnType<typeof DefineWorkflow>, "addStep">;

/**
 * Adds the steps of one run: give back before taking, so that restores never
 * wait behind starts; what is due now before what is due later.
 *
 * @param always Refers to whether everybody is looked at although nothing is
 * new; left out, only as it is due.
 */
export function addRunSteps(workflow: Workflow, always?: unknown): void {
  const roster = workflow.addStep(
    FetchRoster,
    always === undefined ? {} : { always },
  );
  const run = {
    run_id: roster.outputs.run_id,
    scope: roster.outputs.scope,
  };
  const { run_id, snapshot_id, handoffs } = roster.outputs;
  workflow.addStep(RestoreStatus, { ...run, snapshot_id });
  workflow.addStep(ApplyStatus, { ...run, snapshot_id });
  workflow.addStep(BookHandoffs, { run_id, handoffs });
  workflow.addStep(ReportResults, run);
}
