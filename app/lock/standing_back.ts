import { type Latest, latestRuns } from "../../slack/records/runs.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { DesiredState } from "../state/desired_state.ts";
import { type LastRun, putAll } from "../state/run_state.ts";
import { coverClick, isToCome } from "./continuation.ts";

/**
 * Marks that a run begins to apply this reading: runs with an older one leave the
 * work to it. Only the steps of a run do so, the first of them that works. A step
 * that stands alone in a workflow makes no run stand back: it may do a part of the
 * work only.
 *
 * @throws {Error} if the mark was not stored.
 */
export async function markLatest(
  { client }: Execution,
  { checkpoint, latest }: LastRun,
  snapshotId: string,
): Promise<void> {
  if (checkpoint?.snapshot !== snapshotId) return;
  if (latest?.snapshot === snapshotId) return;
  const { snapshot, snapshot_at } = checkpoint;
  const mark: Latest = { id: "latest", snapshot, snapshot_at };
  await putAll(client, latestRuns, [mark]);
}

/** Whether a later run has begun to apply a newer reading of the rosters. */
export function isOvertaken(
  { latest }: Pick<LastRun, "latest">,
  { snapshot }: Pick<DesiredState, "snapshot">,
): boolean {
  return latest !== null && latest.snapshot !== snapshot.version &&
    latest.snapshot_at > snapshot.read_at;
}

/** Whether a step's orders are no longer valid. A run follows each switch of the mode. */
export function isOutdated(last: LastRun, desired: DesiredState): boolean {
  return isOvertaken(last, desired) || last.mode !== desired.mode ||
    last.restoreReason !== desired.restoreReason;
}

/**
 * To be called by a step that leaves its work to a later run: that run may have
 * died. Unless it has finished, a run must be booked that recovers it.
 */
export async function leaveToLaterRun(
  execution: Execution,
  last: LastRun,
): Promise<void> {
  const now = nowOf(execution);
  if (hasFinished(last) || isToCome(last.continuation, now)) return;
  // The other run has booked one if it could.
  await coverClick(execution);
}

/** Whether the run that is marked as the latest has done all its work. */
function hasFinished({ checkpoint, latest }: LastRun): boolean {
  return checkpoint !== null && !checkpoint.open &&
    checkpoint.snapshot === latest?.snapshot;
}
