import type { PartName } from "../../reconciler/plan_part.ts";
import type { Result } from "../../reconciler/result.ts";
import { SlackFailure, waitOf } from "../../slack/failure.ts";
import { runBatch } from "./batch.ts";
import { mayBegin } from "./execution.ts";
import { contextOf, stop } from "./observation.ts";
import { again, type BatchOutcome, type Pass } from "./pass_frame.ts";
import { postponed } from "./step_result.ts";

/** So many people are read, claimed and written within the five seconds a read stays fresh. */
const BATCH = 25;

/** After a 429 little fits at once. */
const SMALL_BATCH = 10;

/**
 * Works through the candidates in their order, as long as time allows. One
 * person's failure is that person's result. What does not fit is postponed.
 */
export async function runPass<N extends PartName>(
  pass: Pass<N>,
  candidates: string[],
): Promise<Result[]> {
  const { execution, observation } = pass;
  const later = (person: string, reason: string) =>
    postponed(
      contextOf(execution, observation, person, pass.override),
      pass.access.plan,
      reason,
    );
  const results: Result[] = [];
  const queue = [...candidates];
  const tried = new Set<string>();
  let wait = 0;
  let size = BATCH;
  let stopped: string | null = null;
  while (queue.length > 0) {
    if (!mayBegin(execution, wait)) break;
    if (wait > 0) await execution.clock.sleep(wait);
    const batch = queue.splice(0, size);
    const outcome = await runBatchOrStop(pass, batch);
    results.push(...outcome.results);
    for (const { person, reason } of outcome.again) {
      if (tried.has(person)) results.push(later(person, reason));
      else queue.push(person);
      tried.add(person);
    }
    wait = Math.max(0, ...outcome.again.map((each) => each.wait_ms));
    if (wait > 0) size = SMALL_BATCH;
    stopped = outcome.stop;
    if (outcome.stop) {
      stop(observation, "the app itself", outcome.stop);
      break;
    }
  }
  const why = stopped ?? "no time was left in this run";
  const rest = queue.map((person) => later(person, why));
  return [...results, ...rest];
}

/** A batch whose own records fail was not written: it is tried again, or everything stops. */
async function runBatchOrStop<N extends PartName>(
  pass: Pass<N>,
  batch: string[],
): Promise<BatchOutcome> {
  try {
    return await runBatch(pass, batch);
  } catch (failure) {
    if (!(failure instanceof SlackFailure)) throw failure;
    const wait = waitOf(failure);
    const all = batch.map((person) =>
      again(person, wait ?? 0, failure.message)
    );
    return {
      results: [],
      again: all,
      stop: wait === null ? failure.message : null,
    };
  }
}
