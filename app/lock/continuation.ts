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
  LEAST_AHEAD_SECONDS,
  retryTriggerCall,
} from "../../slack/triggers.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { ABOUT } from "../messages/report.ts";
import type { StepLog } from "../state/step_log.ts";
import type { Lease } from "./lease.ts";

/** Slack counts its rates by the minute, so more can be done a minute later. */
const LATER_SECONDS = SECONDS_PER_MINUTE;

/** A record that says later is wrong: no continuation is booked so far ahead. */
const FURTHEST_SECONDS = 10 * SECONDS_PER_MINUTE;

const ID = "continuation";

const WORKFLOW = "sync";

/** The name of a continuation's trigger. */
export const CONTINUATION = "Go on with a run";

/** What is known when a continuation is booked. */
interface ContinuationBooking {
  /** When the run that it continues began (Unix seconds). */
  startedAt: number;
  /** The continuation that was booked before, if any. */
  known: Continuation | null;
  /** `null` if another run may book at the same moment. */
  lease: Lease | null;
}

/**
 * Books a run that continues this one a minute after it began, or later if the
 * log says so. Does nothing if one is booked already. If booking fails, the log
 * gets a problem and the next poll continues the run.
 *
 * @returns the continuation that is booked now.
 */
export async function bookContinuation(
  execution: Execution,
  log: StepLog,
  { startedAt, known, lease }: ContinuationBooking,
): Promise<Continuation | null> {
  const { client, clock } = execution;
  const now = nowOf(execution);
  const at = Math.max(
    startedAt + LATER_SECONDS,
    now + LEAST_AHEAD_SECONDS,
    log.moreAt ?? 0,
  );
  let booked = known;
  try {
    const { records } = await getRecords(client, continuations, [ID]);
    const before = booked = records.get(ID) ?? null;
    const isBooked = before !== null && before.at > now &&
      before.at <= at + FURTHEST_SECONDS;
    if (isBooked) return before;
    const trigger_id = await retryTriggerCall(
      clock,
      () => createOneOff(client, WORKFLOW, CONTINUATION, at),
    );
    const next: Continuation = { id: ID, trigger_id, at };
    await putRecords(client, continuations, [next]);
    booked = lease === null ? await lastBooked(execution, next) : next;
    if (before) await deleteTrigger(client, before.trigger_id);
  } catch (thrown) {
    const reason = asFailure(thrown, "booking a continuation").message;
    log.report({ about: ABOUT.continuation, reason });
  }
  return booked;
}

/**
 * Without the lease two runs may book at once. The record that was written last
 * wins; the other's trigger is deleted.
 */
async function lastBooked(
  execution: Execution,
  own: Continuation,
): Promise<Continuation> {
  const { client } = execution;
  await waitForReadConsistency(execution);
  const { records } = await getRecords(client, continuations, [ID]);
  const last = records.get(ID) ?? own;
  if (last.trigger_id === own.trigger_id) return own;
  await deleteTrigger(client, own.trigger_id);
  return last;
}

/**
 * Deletes a continuation's trigger and record: it has fired, or nothing is left
 * to do.
 *
 * @returns the problems, for the report.
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
