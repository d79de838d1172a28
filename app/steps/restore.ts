import type { Result } from "../../reconciler/change.ts";
import { countPeople } from "../state/counts.ts";
import type { Execution } from "../execution.ts";
import {
  type Observation,
  observeHeld,
  refreshClaims,
} from "../state/observation.ts";
import { isOvertaken } from "../lock/overtaken.ts";
import { isOnlyTold } from "../state/person_context.ts";
import {
  type LastRun,
  putStepReport,
  readLastRun,
} from "../state/run_records.ts";
import { readScope, type StepInputs } from "../state/step_inputs.ts";
import { runExclusively } from "../lock/run_exclusively.ts";
import { holdBackEarlyEnds } from "../sync/early_ends.ts";
import { pendingOptOuts } from "../sync/pending_opt_outs.ts";
import { allPeople, concernedBy } from "../sync/sync_parts.ts";
import { tellToReconnect } from "../sync/reconnect.ts";
import {
  GIVING_BACK,
  hasRecordsToDrop,
  restorePresence,
} from "../sync/restore.ts";

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
  const last = await readLastRun(execution);
  const leaving = await pendingOptOuts(execution, last);
  const observation = await observeHeld(
    execution,
    inputs.snapshot_id,
    last,
    leaving,
  );
  const results = isOvertaken(last, observation)
    ? []
    : await giveBack(execution, observation, last);
  const { problems, mode, consents } = observation;
  if (mode === "enforce") {
    const people = [...consents.values()];
    problems.push(...await tellToReconnect(execution, people));
  }
  // Of whoever has left by now nothing of what they had is kept, here neither.
  const kept = results.map((result) =>
    consents.has(result.person)
      ? result
      : { ...result, before: null, after: null }
  );
  await putStepReport(execution, "restore", { results: kept, problems });
  return {
    restored: countPeople(results, "done"),
    failed: countPeople(results, "failed"),
    postponed: countPeople(results, "postponed") +
      countPeople(results, "unknown"),
  };
}

async function giveBack(
  execution: Execution,
  observation: Observation,
  last: LastRun,
): Promise<Result[]> {
  const everybody = allPeople(observation);
  const people = concernedBy(execution, observation, everybody, GIVING_BACK);
  const written = people.some((person) => !isOnlyTold(observation, person));
  if (!written && !hasRecordsToDrop(execution, observation)) {
    return await restorePresence(execution, observation, people);
  }
  const results = await runExclusively(execution, observation, {
    last,
    people,
    replaceable: true,
    prepare: async () => {
      await refreshClaims(execution, observation, "everybody");
      await holdBackEarlyEnds(execution, observation, last.early_ends);
    },
    work: () => restorePresence(execution, observation),
  });
  return results ?? [];
}
