import type { Problem } from "../../reconciler/change.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  deleteRecords,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import { type Continuation, continuations } from "../../slack/records/runs.ts";
import {
  createOneOff,
  deleteTrigger,
  retryTriggerCall,
} from "../../slack/triggers.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { waitForReadConsistency } from "../read_lag.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";

/** Slack counts its rates by the minute, so that is when more can be done (seconds). */
const LATER = SECONDS_PER_MINUTE;

/** Slack wants the start of a schedule in the future (seconds). */
const LEAST_AHEAD = 10;

const ID = "continuation";

const WORKFLOW = "sync";

/** What the trigger of a continuation is called. */
export const CONTINUATION = "Go on with a run";

/**
 * Books a run that goes on a minute after this one began (`started_at`, Unix
 * seconds), or once it can, unless one is booked already. What goes wrong is a
 * problem to report: then the next poll goes on.
 */
export async function bookContinuation(
  execution: Execution,
  observation: Observation,
  started_at: number,
): Promise<void> {
  const { client, clock } = execution;
  const now = nowOf(execution);
  const at = Math.max(
    started_at + LATER,
    now + LEAST_AHEAD,
    observation.more_at ?? 0,
  );
  try {
    const { records } = await getRecords(client, continuations, [ID]);
    const booked = records.get(ID) ?? null;
    observation.continuation = booked;
    if (booked !== null && booked.at > now) return;
    const trigger_id = await retryTriggerCall(
      clock,
      () => createOneOff(client, WORKFLOW, CONTINUATION, at),
    );
    const next: Continuation = { id: ID, trigger_id, at };
    await putRecords(client, continuations, [next]);
    observation.continuation = await kept(execution, next);
    if (booked) await deleteTrigger(client, booked.trigger_id);
  } catch (thrown) {
    const reason = asFailure(thrown, "booking a continuation").message;
    observation.problems.push({ about: "going on in a minute", reason });
  }
}

/**
 * Without the lease two runs may book at once; the record that was written last
 * stands, and the other's trigger goes.
 */
async function kept(
  execution: Execution,
  own: Continuation,
): Promise<Continuation> {
  if (execution.lease !== null) return own;
  await waitForReadConsistency(execution);
  const { records } = await getRecords(execution.client, continuations, [ID]);
  const standing = records.get(ID) ?? own;
  if (standing.trigger_id === own.trigger_id) return own;
  await deleteTrigger(execution.client, own.trigger_id);
  return standing;
}

/**
 * Deletes the trigger and its record: it has fired, or nothing is left to do.
 *
 * @returns what went wrong.
 */
export async function dropContinuation(
  execution: Execution,
  { id, trigger_id }: Continuation,
): Promise<Problem[]> {
  const { client, clock } = execution;
  try {
    await retryTriggerCall(clock, () => deleteTrigger(client, trigger_id));
    await deleteRecords(client, continuations, [id]);
    return [];
  } catch (thrown) {
    const reason = asFailure(thrown, "dropping a continuation").message;
    return [{ about: `trigger ${trigger_id}`, reason }];
  }
}
