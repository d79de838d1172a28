import type { Result } from "../../reconciler/change.ts";
import type { Execution } from "../execution.ts";
import {
  isOvertaken,
  leaveToLaterRun,
  markLatest,
} from "../lock/standing_back.ts";
import { runExclusively } from "../lock/write_lock.ts";
import { runModeOf } from "../state/desired_state.ts";
import type { People } from "../state/people.ts";
import { isPreviewOnly } from "../state/person_context.ts";
import { readClaimHolders } from "../state/read_people.ts";
import { countOutcomes } from "../state/results.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";
import { StepLog } from "../state/step_log.ts";
import { putStepReport } from "../state/step_reports.ts";
import { holdBackEarlyEnds, mustAskBeforehand } from "../sync/early_ends.ts";
import { forgetLateResults } from "../sync/forget_person.ts";
import { openSync, type Sync } from "../sync/part_sync.ts";
import { askToReconnect } from "../sync/reconnect.ts";
import {
  hasRecordsToDrop,
  pendingOptOuts,
  restorePresence,
  restoring,
} from "../sync/restore.ts";
import { concernedBy } from "../sync/sync_parts.ts";
import { readScope, type StepInputs } from "./step_inputs.ts";

interface RestoreOutputs {
  restored: number;
  failed: number;
  postponed: number;
}

/** The step *restore statuses*: ends, withdrawals and repairs of one run. */
export async function restoreStep(
  execution: Execution,
  inputs: StepInputs,
): Promise<RestoreOutputs> {
  // Watched people have a status of their own: there is nothing to restore.
  if (readScope(inputs) !== "everybody") return outputsOf([]);
  const last = await readLastRun(execution);
  const optOuts = await pendingOptOuts(execution, last);
  const log = new StepLog();
  const runMode = runModeOf(last);
  const { snapshot_id } = inputs;
  const people = await readClaimHolders(
    execution,
    snapshot_id,
    optOuts,
    runMode,
    log,
  );
  const sync = openSync(execution, people, log, null);
  const isLeft = isOvertaken(last, people.desired);
  if (isLeft) await leaveToLaterRun(execution, last);
  else await markLatest(execution, last, snapshot_id);
  const results = isLeft ? [] : await restore(sync, last);
  const unlockedAtMs = execution.clock.now();
  if (runMode.mode === "enforce") {
    const consents = [...people.consents.values()];
    log.report(...await askToReconnect(sync, consents));
  }
  const report = {
    results: results.map((result) => withoutValuesOfOptedOut(people, result)),
    problems: [...log.problems],
  };
  await putStepReport(execution, "restore", report);
  await forgetLateResults(execution, report.results, unlockedAtMs);
  return outputsOf(results);
}

function outputsOf(results: Result[]): RestoreOutputs {
  const { done, failed, postponed } = countOutcomes(results);
  return { restored: done, failed, postponed };
}

/** @param sync Without the lease, which is taken here if anything is to be written. */
async function restore(sync: Sync, last: LastRun): Promise<Result[]> {
  const { execution, people, log } = sync;
  const { desired } = people;
  const concerned = concernedBy(people, people.all(), restoring());
  const hasWrites = concerned.some((context) =>
    !isPreviewOnly(desired, context)
  );
  const mustAsk = mustAskBeforehand(execution, people);
  if (!hasWrites && !mustAsk && !hasRecordsToDrop(sync)) {
    return await restorePresence(sync, concerned);
  }
  let rule = restoring();
  const { results } = await runExclusively(execution, log, {
    last,
    desired,
    contexts: concerned,
    replaceable: true,
    prepare: async () => {
      await people.refreshClaims("everybody", log);
      rule = restoring(
        await holdBackEarlyEnds(execution, people, log, last.earlyEnds),
      );
    },
    work: (lease) => restorePresence({ ...sync, lease }, people.all(), rule),
  });
  return results ?? [];
}

/** Removes the values from a result whose person's record is deleted by now. */
function withoutValuesOfOptedOut({ consents }: People, result: Result): Result {
  if (consents.has(result.person)) return result;
  return { ...result, before: null, after: null };
}
