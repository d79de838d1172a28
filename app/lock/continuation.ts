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
  /** How many runs before were booked because one had not finished; left out, 0. */
  attempt?: number;
  /** The run on record under this name, if any. The new one takes its place. */
  known: OneOffRun | null;
  /** Whether to wait and try again if Slack refuses the trigger by `token_revoked`; left out, it is. */
  patient?: boolean;
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
  { name, at, run, attempt = 0, known, patient = true }: RunOrder,
): Promise<OneOffRun> {
  const { client, clock } = execution;
  const start = Math.max(at, nowOf(execution) + LEAST_AHEAD_SECONDS);
  const create = () =>
    createOneOff(client, WORKFLOW, RUN_TRIGGER_NAMES[name], start);
  const trigger_id = patient
    ? await retryTriggerCall(clock, create)
    : await create();
  const booked: OneOffRun = { id: name, trigger_id, at: start, run, attempt };
  await putRecord(client, oneOffRuns, booked);
  if (known) await removeTrigger(execution, known);
  return booked;
}

interface EnsuredRun extends Pick<RunOrder, "name" | "at" | "run"> {
  /** Whether no other execution books at the same time: the write lock is held. */
  exclusive?: boolean;
}

/**
 * Makes sure that a run begins by `at` and sees everything written until now. One
 * that was booked for the same `run` and comes in time is enough, so one run serves
 * everyone who clicks within that time. One that another run booked is enough if it
 * comes within `RECOVERY_SECONDS`: else each of two runs at once would book a run of
 * its own, and so would these. Two executions may ask at once: the record that was
 * written last counts, and the other's trigger is deleted.
 *
 * Takes at most three datastore calls, none of them bulk.
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
  const latest = known?.run === run
    ? Math.max(at, now + LEAST_AHEAD_SECONDS)
    : now + RECOVERY_SECONDS;
  if (isToCome(known, now) && known.at <= latest) {
    return await takeOver(execution, known, run);
  }
  const order = { name, at, run, known };
  const own = await bookRun(execution, order);
  if (exclusive) return own;
  await waitForReadConsistency(execution);
  const last = await readRun(execution, name) ?? own;
  if (last.trigger_id !== own.trigger_id) {
    await deleteTrigger(client, own.trigger_id);
  }
  return last;
}

/**
 * Makes a booked run another one's, so that the run that booked it does not drop it.
 * What a click booked stays the click's: no run drops it before it has fired.
 */
async function takeOver(
  { client }: Execution,
  booked: OneOffRun,
  run: string,
): Promise<OneOffRun> {
  if (booked.run === run || booked.run === "") return booked;
  const taken = { ...booked, run };
  await putRecord(client, oneOffRuns, taken);
  return taken;
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

/**
 * This long after a run began, another one can do what it left undone if it died:
 * its lease has ended (75 s), and so has the time in which claims of unknown
 * outcome are left to it (90 s).
 */
export const RECOVERY_SECONDS = 95;

/** A run that fails each time is not recovered for ever: the polls go on. */
const MOST_ATTEMPTS = 3;

/** A booked run begins within this time of its instant. */
const BEGINS_WITHIN_SECONDS = SECONDS_PER_MINUTE;

/**
 * Makes sure that a run is booked that recovers this one, in case it dies. To be
 * called before anything is written. One that another run booked is taken over, so
 * runs that fail book no more and more of them. If the booking fails, this run goes
 * on without it.
 *
 * @param known The run that is booked, as this one knows it.
 * @returns the run that is booked now.
 */
export async function coverRun(
  execution: Execution,
  known: OneOffRun | null,
): Promise<OneOffRun | null> {
  const now = nowOf(execution);
  const { run } = execution;
  const attempt = hasJustFired(known, now) ? (known.attempt ?? 0) + 1 : 0;
  if (attempt > MOST_ATTEMPTS) return known;
  const at = now + RECOVERY_SECONDS;
  try {
    if (isToCome(known, now) && known.at <= at) {
      return await takeOver(execution, known, run);
    }
    return await bookRun(execution, {
      name: "continuation",
      ...{ at, run, attempt, known },
      patient: false,
    });
  } catch (thrown) {
    console.warn(asFailure(thrown, "booking a recovery run").message);
    return known;
  }
}

/** Whether a booked run is due. As it was not dropped, the run that booked it has not finished. */
export function hasJustFired(
  run: OneOffRun | null,
  now: number,
): run is OneOffRun {
  return run !== null && run.at <= now &&
    now < run.at + BEGINS_WITHIN_SECONDS;
}

/**
 * Makes sure that a run comes in case this execution, or the run that does its
 * work, dies. No run drops it before it has fired. Never rejects: if it cannot be
 * booked, the polls go on.
 *
 * @param exclusive As `EnsuredRun` has it.
 */
export async function coverClick(
  execution: Execution,
  exclusive = false,
): Promise<void> {
  const at = nowOf(execution) + RECOVERY_SECONDS;
  try {
    const order = { name: "continuation", at, run: "", exclusive } as const;
    await ensureRun(execution, order);
  } catch (thrown) {
    console.warn(asFailure(thrown, "booking a recovery run").message);
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
 * @param startedAt When this run began (Unix seconds).
 * @param run As `RunOrder` has it.
 */
export async function bookContinuation(
  execution: Execution,
  log: StepLog,
  startedAt: number,
  { run, exclusive = false }: Pick<EnsuredRun, "run" | "exclusive">,
): Promise<void> {
  const at = continueAt(log, startedAt);
  try {
    const name = "continuation";
    await ensureRun(execution, { name, at, run, exclusive });
  } catch (thrown) {
    const reason = asFailure(thrown, "booking a continuation").message;
    log.report({ about: ABOUT.continuation, reason });
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
  const { run } = execution;
  await bookContinuation(execution, log, nowOf(execution), { run });
  for (const { about, reason } of log.problems) {
    console.warn(`${about}: ${reason}`);
  }
}

/**
 * Deletes a run's trigger and record, because it has fired, or this run booked it
 * and leaves nothing to do. Does nothing if another run relies on it.
 *
 * @returns the problems, for the report.
 */
export async function dropRun(
  execution: Execution,
  known: OneOffRun,
): Promise<Problem[]> {
  const { client, clock, run } = execution;
  let booked = known;
  try {
    booked = await readRun(execution, known.id) ?? known;
    if (booked.run !== run && booked.at > nowOf(execution)) return [];
    const { id, trigger_id } = booked;
    await retryTriggerCall(clock, () => deleteTrigger(client, trigger_id));
    await deleteRecord(client, oneOffRuns, id);
    return [];
  } catch (thrown) {
    const reason = asFailure(thrown, "dropping a booked run").message;
    return [{ about: ABOUT.bookedRun, reason }];
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
