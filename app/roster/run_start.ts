import { asFailure } from "../../slack/failure.ts";
import { putRecord } from "../../slack/record_store.ts";
import { type AtWork, runsAtWork } from "../../slack/records/runs.ts";
import { type Execution, waitForReadConsistency } from "../execution.ts";
import { coverRun, isToCome } from "../lock/continuation.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";
import { isBeingDone } from "./change_detection.ts";

/**
 * Reads what the last runs left, and whether another run that began at the same
 * instant does the work of this one. Then `isLeft` is true, and a run is booked in
 * case the other one dies.
 *
 * @param at When this run began (Unix seconds).
 * @param isAlone Whether this run leaves its work to no other one.
 */
export async function readRunStart(
  execution: Execution,
  at: number,
  isAlone: boolean,
): Promise<{ last: LastRun; isLeft: boolean }> {
  let last = await readLastRun(execution);
  if (isAlone || !isBeingDone(last, at)) return { last, isLeft: false };
  if (!isCovered(last, at)) {
    // The other run may have been marked a moment ago, and be booking.
    await waitForReadConsistency(execution);
    last = await readLastRun(execution);
  }
  return { last, isLeft: isBeingDone(last, at) && isCovered(last, at) };
}

/** Whether a run is booked that does the work if the run at work dies. */
function isCovered({ atWork, continuation }: LastRun, now: number): boolean {
  return continuation?.run === atWork?.run && isToCome(continuation, now);
}

/**
 * Marks a run as the one at work, and books the run that recovers it. If either
 * fails, no other run leaves the work to this one.
 *
 * @param at When the run began (Unix seconds).
 */
export async function markAtWork(
  execution: Execution,
  { mode, restoreReason, revision, continuation }: LastRun,
  at: number,
): Promise<void> {
  // In preview nothing is written that would have to be finished.
  if (mode === "preview" && restoreReason === null) return;
  const mark: AtWork = { id: "at_work", run: execution.run, at, revision };
  await Promise.all([
    coverRun(execution, continuation),
    putMark(execution, mark),
  ]);
}

async function putMark({ client }: Execution, mark: AtWork): Promise<void> {
  try {
    await putRecord(client, runsAtWork, mark);
  } catch (thrown) {
    console.warn(asFailure(thrown, "marking a run as at work").message);
  }
}
