import { putRecords } from "../../slack/record_store.ts";
import { type ModeRecord, modes } from "../../slack/records/runs.ts";
import { type Execution, nowOf } from "../execution.ts";
import { waitForReadConsistency } from "../read_lag.ts";

/**
 * Records what an operator switched to. Once it resolves, every run that begins
 * goes by it.
 *
 * @throws {Error} when it was not stored; what held before then still holds.
 */
export async function setMode(
  execution: Execution,
  choice: Pick<ModeRecord, "mode" | "put_back">,
  operator: string,
): Promise<void> {
  const failed = await putRecords(execution.client, modes, [{
    id: "mode",
    ...choice,
    set_by: operator,
    set_at: nowOf(execution),
  }]);
  if (failed.size > 0) {
    throw new Error("Slack did not store the mode: please try once more.");
  }
  await waitForReadConsistency(execution);
}
