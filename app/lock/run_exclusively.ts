import type { Result } from "../../reconciler/change.ts";
import type { Execution } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { wasOvertaken } from "./overtaken.ts";
import type { LastRun } from "../state/run_records.ts";
import { leaseTaken } from "../state/step_result.ts";
import { SERVED_AT_ONCE } from "../sync/sync_parts.ts";
import { bookContinuation } from "./continuation.ts";
import { withWriteLock } from "./write_lock.ts";

/** What a step does once it is its turn to write. */
export interface ExclusiveWork {
  last: LastRun;
  /** Whom it concerns, as far as was known before. */
  people: string[];
  /** Whether a later run does as well what this one would. */
  replaceable: boolean;
  /** Looks again at what others may have written meanwhile. */
  prepare(): Promise<void>;
  work(): Promise<Result[]>;
}

/**
 * Does a step's work under the lease, and books a continuation for what it
 * leaves: beforehand where more people are concerned than a minute serves.
 *
 * @returns `null` when a later run has taken over.
 */
export async function runExclusively(
  execution: Execution,
  observation: Observation,
  { last, people, replaceable, prepare, work }: ExclusiveWork,
): Promise<Result[] | null> {
  const started_at = last.checkpoint?.started_at ?? 0;
  const book = () => bookContinuation(execution, observation, started_at);
  const since = execution.clock.now();
  let overtaken = false;
  const results = await withWriteLock(execution, async () => {
    overtaken = replaceable &&
      await wasOvertaken(execution, observation, since);
    if (overtaken) return [];
    await prepare();
    if (people.length > SERVED_AT_ONCE) await book();
    const results = await work();
    if (observation.more_at !== null) await book();
    return results;
  });
  if (results !== null) return overtaken ? null : results;
  await book();
  return leaseTaken(execution, observation, people);
}
