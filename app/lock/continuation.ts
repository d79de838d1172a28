import type { Problem } from "../../reconciler/change.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  deleteRecord,
  getRecord,
  putRecord,
} from "../../slack/record_store.ts";
import { type OneOffRun, oneOffRuns } from "../../slack/records/runs.ts";
import {
  createOneOff,
  deleteTrigger,
  LEAST_AHEAD_SECONDS,
  retryTriggerCall,
} from "../../slack/triggers.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { ABOUT } from "../messages/report.ts";
import { StepLog } from "../state/step_log.ts";

/** Under a name one run is booked at a time. */
export type RunName = OneOffRun["id"];

/** The names of the triggers. */
export const RUN_TRIGGER_NAMES: Readonly<Record<RunName, string>> = {
  continuation: "Go on with a run",
  clicks: "Do what was asked for",
};

const WORKFLOW = "sync";

/** A run that begins sooner than this may not see what was written just now. */
const LEAST_NOTICE_SECONDS = 2;

/** Whether a trigger of this name was made here. */
export function isOneOffRun(triggerName: string): boolean {
  return Object.values(RUN_TRIGGER_NAMES).includes(triggerName);
}

/** Whether the run still comes, and sees everything written until now. */
export function isToCome(run: OneOffRun | null, now: number): run is OneOffRun {
  return run !== null && run.at >= now + LEAST_NOTICE_SECONDS;
}

/** A run to book. */
interface RunOrder {
  name: RunName;
  /** Unix seconds; later if that is too soon for Slack. */
  at: number;
  /** The run that books it, and drops it when nothing is left; `""` for a click. */
  run: string;
  /** The run on record under this name, if any. The new one takes its place. */
  known: OneOffRun | null;
}

/**
 * Books a run: creates its trigger, records it, and deletes the trigger that it
 * replaces. If this is cut short, the trigger without a record fires once, and the
 * step that books handoffs removes it.
 *
 * @throws {SlackFailure} if the trigger was not made, or not recorded.
 */
export async function bookRun(
  execution: Execution,
  { name, at, run, known }: RunOrder,
): Promise<OneOffRun> {
  const { client, clock } = execution;
  const start = Math.max(at, nowOf(execution) + LEAST_AHEAD_SECONDS);
  const trigger_id = await retryTriggerCall(
    clock,
    () => createOneOff(client, WORKFLOW, RUN_TRIGGER_NAMES[name], start),
  );
  const booked: OneOffRun = { id: name, trigger_id, at: start, run };
  await putRecord(client, oneOffRuns, booked);
  if (known) await removeTrigger(execution, known);
  return booked;
}

interface EnsuredRun extends Omit<RunOrder, "known"> {
  /** Whether no other execution books at the same time: the write lock is held. */
  exclusive?: boolean;
}

/**
 * Makes sure that a run begins by `at` and sees everything written until now. One
 * that is booked under the same name and comes in time is enough, so one run
 * serves everyone who asks within that time. Two executions may ask at once: the
 * record that was written last counts, and the other's trigger is deleted.
 *
 * Takes one datastore call if a run is booked, else three, none of them bulk.
 *
 * @throws {SlackFailure} if it could not be booked.
 */
export async function ensureRun(
  execution: Execution,
  { name, at, run, exclusive = false }: EnsuredRun,
): Promise<OneOffRun> {
  const { client } = execution;
  const known = await readRun(execution, name);
  const now = nowOf(execution);
  const latest = Math.max(at, now + LEAST_AHEAD_SECONDS);
  if (isToCome(known, now) && known.at <= latest) return known;
  const own = await bookRun(execution, { name, at, run, known });
  if (exclusive) return own;
  await waitForReadConsistency(execution);
  const last = await readRun(execution, name) ?? own;
  if (last.trigger_id !== own.trigger_id) {
    await deleteTrigger(client, own.trigger_id);
  }
  return last;
}

/**
 * A record that does not parse counts as none, and so does one for which Slack
 * allows no more calls: a run too many does no harm.
 */
async function readRun(
  { client }: Execution,
  name: RunName,
): Promise<OneOffRun | null> {
  try {
    const { records } = await getRecord(client, oneOffRuns, name);
    return records.get(name) ?? null;
  } catch (thrown) {
    if (asFailure(thrown, "reading").retryAfterSeconds === null) throw thrown;
    return null;
  }
}

/** Slack counts its rates by the minute, so more can be done a minute later. */
const LATER_SECONDS = SECONDS_PER_MINUTE;

/**
 * When a run can continue (Unix seconds): a minute after it began, if it had no
 * time left; else when the log says.
 */
export function continueAt({ moreAt }: StepLog, startedAt: number): number {
  return moreAt || startedAt + LATER_SECONDS;
}

/**
 * Makes sure that a run continues this one. If that fails, the log gets a problem
 * and the next poll continues.
 *
 * @param run As `RunOrder` has it.
 * @param startedAt When this run began (Unix seconds).
 */
export async function bookContinuation(
  execution: Execution,
  log: StepLog,
  run: string,
  startedAt: number,
  exclusive = false,
): Promise<OneOffRun | null> {
  const at = continueAt(log, startedAt);
  const order = { name: "continuation", at, run, exclusive } as const;
  try {
    return await ensureRun(execution, order);
  } catch (thrown) {
    log.report(continuationProblem(thrown));
    return null;
  }
}

/**
 * Books a run a minute later if something failed because Slack allowed no more
 * calls. Never rejects.
 */
export async function retryIfLimited(
  execution: Execution,
  thrown: unknown,
): Promise<void> {
  if (asFailure(thrown, "a run").error !== "ratelimited") return;
  const log = new StepLog();
  await bookContinuation(execution, log, "", nowOf(execution));
  for (const { about, reason } of log.problems) {
    console.warn(`${about}: ${reason}`);
  }
}

/** The problem that the report names if a run could not be booked. */
export function continuationProblem(thrown: unknown): Problem {
  const reason = asFailure(thrown, "booking a continuation").message;
  return { about: ABOUT.continuation, reason };
}

/**
 * Deletes a run's trigger and record: it has fired, or nothing is left to do.
 *
 * @returns the problems, for the report.
 */
export async function dropRun(
  execution: Execution,
  { id, trigger_id }: OneOffRun,
): Promise<Problem[]> {
  const { client, clock } = execution;
  try {
    await retryTriggerCall(clock, () => deleteTrigger(client, trigger_id));
    await deleteRecord(client, oneOffRuns, id);
    return [];
  } catch (thrown) {
    const reason = asFailure(thrown, "dropping a booked run").message;
    return [{ about: `trigger ${trigger_id}`, reason }];
  }
}

/** A trigger that stays fires once, and its run finds nothing to do. */
async function removeTrigger(
  { client }: Execution,
  { trigger_id }: OneOffRun,
): Promise<void> {
  try {
    await deleteTrigger(client, trigger_id);
  } catch (thrown) {
    const { message } = asFailure(thrown, "deleting");
    console.warn(`trigger ${trigger_id}: ${message}`);
  }
}
