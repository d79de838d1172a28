import type { PartName } from "../../reconciler/claim.ts";
import type { Result } from "../../reconciler/change.ts";
import { retryAfterMs, SlackFailure } from "../../slack/failure.ts";
import { mayBegin } from "../execution.ts";
import { leaveMore, stop } from "../state/observation.ts";
import { contextOf } from "../state/person_context.ts";
import { postponed } from "../state/step_result.ts";
import { runBatch } from "./batch.ts";
import { type BatchOutcome, type PartSync, retryOnce } from "./part_sync.ts";
import { Queue } from "./queue.ts";

/** So many people are read, claimed and written within the five seconds a read stays fresh. */
const BATCH = 25;

/** After a 429 little fits at once. */
const SMALL_BATCH = 10;

/**
 * Works through the candidates in their order, as fast as Slack's rates allow
 * and as long as there is time. One person's failure is that person's result.
 * What does not fit is postponed.
 */
export async function syncPart<N extends PartName>(
  pass: PartSync<N>,
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
  const queue = new Queue(pass, candidates);
  let size = BATCH;
  let stopped: string | null = null;
  while (queue.length > 0 && stopped === null) {
    const wait = queue.waitForNext();
    if (!mayBegin(execution, wait)) break;
    if (wait > 0) await execution.clock.sleep(wait);
    const outcome = await runBatchOrStop(pass, queue.take(size));
    results.push(...outcome.results);
    for (const each of outcome.again) {
      if (queue.put(each)) continue;
      results.push(later(each.person, each.reason));
    }
    const refused = outcome.again.some((each) =>
      each.tried && each.wait_ms > 0
    );
    if (refused) size = SMALL_BATCH;
    stopped = outcome.stop;
  }
  if (stopped !== null) stop(observation, "the app itself", stopped);
  else if (queue.length > 0) leaveMore(observation, 0);
  const why = stopped ?? "no time was left in this run";
  return [...results, ...queue.people.map((person) => later(person, why))];
}

/** A batch whose own records fail was not written: it is tried again, or everything stops. */
async function runBatchOrStop<N extends PartName>(
  pass: PartSync<N>,
  batch: string[],
): Promise<BatchOutcome> {
  try {
    return await runBatch(pass, batch);
  } catch (failure) {
    if (!(failure instanceof SlackFailure)) throw failure;
    const wait = retryAfterMs(failure);
    const all = batch.map((person) =>
      retryOnce(person, wait ?? 0, failure.message)
    );
    return {
      results: [],
      again: all,
      stop: wait === null ? failure.message : null,
    };
  }
}
