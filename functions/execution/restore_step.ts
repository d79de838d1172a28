import { count } from "./counts.ts";
import type { Execution } from "./execution.ts";
import { observe } from "./observation.ts";
import { restorePresence } from "./restore.ts";
import { putStepReport } from "./run_records.ts";
import { readScope, type StepInputs } from "./step_inputs.ts";

export interface RestoreOutputs {
  restored: number;
  failed: number;
  postponed: number;
}

/** The step *give statuses back*: ends, withdrawals and repairs of one run. */
export async function restoreStep(
  execution: Execution,
  inputs: StepInputs,
): Promise<RestoreOutputs> {
  // Whoever is only watched has a status of their own: nothing to give back.
  if (readScope(inputs) !== "everybody") {
    return { restored: 0, failed: 0, postponed: 0 };
  }
  const observation = await observe(execution, inputs.snapshot_id, "everybody");
  const results = await restorePresence(execution, observation);
  const run = inputs.run_id ?? execution.id;
  const { problems } = observation;
  await putStepReport(execution, run, "restore", { results, problems });
  return {
    restored: count(results, "done"),
    failed: count(results, "failed"),
    postponed: count(results, "postponed") + count(results, "unknown"),
  };
}
