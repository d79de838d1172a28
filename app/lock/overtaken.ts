import { SECOND } from "@std/datetime";
import type { Execution } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { type LastRun, readLastRun } from "../state/run_records.ts";

/** Taking the lease takes less, unless another run is at work (milliseconds). */
const UNCONTENDED = 5 * SECOND;

/**
 * Whether a later run has read the rosters since: what this one would do by its
 * older reading, the later one does better.
 */
export function isOvertaken(
  { latest }: Pick<LastRun, "latest">,
  { snapshot }: Observation,
): boolean {
  return latest !== null && latest.snapshot !== snapshot.version &&
    latest.snapshot_at > snapshot.read_at;
}

/**
 * The same after the lease was waited for since `since` (Unix milliseconds), and
 * whether an operator has switched the mode meanwhile: a run follows each switch.
 */
export async function wasOvertaken(
  execution: Execution,
  observation: Observation,
  since: number,
): Promise<boolean> {
  if (execution.clock.now() - since < UNCONTENDED) return false;
  const last = await readLastRun(execution);
  return isOvertaken(last, observation) || last.mode !== observation.mode ||
    last.put_back !== observation.put_back;
}
