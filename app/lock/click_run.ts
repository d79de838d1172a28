import { SECOND } from "@std/datetime";
import { asFailure } from "../../slack/failure.ts";
import { getRecord } from "../../slack/record_store.ts";
import { type OneOffRun, oneOffRuns } from "../../slack/records/runs.ts";
import {
  deleteTrigger,
  LEAST_AHEAD_SECONDS,
  listTriggers,
} from "../../slack/triggers.ts";
import { unixNow } from "../../clock.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import {
  type Execution,
  mayBegin,
  nowOf,
  waitForReadConsistency,
} from "../execution.ts";
import { TOO_BUSY } from "../messages/errors.ts";
import { bookRun, RUN_TRIGGER_NAMES } from "./continuation.ts";

const CLICKS = "clicks";

const CREATE = "workflows.triggers.create";

/**
 * A click relies on a booked run only if it begins at least this long after the
 * click read its record. The read may be a second old, and so may what the run reads.
 */
const NOTICE_SECONDS = 6;

/**
 * What a click stores within this time is seen by the run that it relies on, even
 * if another click overwrites the run's record meanwhile.
 */
const STORED_WITHIN_MS = 2 * SECOND;

/** A click waits so long to read which run is booked; else it books one without. */
const SHORT_WAIT_SECONDS = 5;

/** Runs for clicks begin at least this far apart: one serves all clicks of a minute. */
const APART_SECONDS = SECONDS_PER_MINUTE;

/** No run for clicks is booked further ahead. A record that says so is garbage. */
const MOST_AHEAD_SECONDS = 3 * SECONDS_PER_MINUTE;

/** Clicks at the same time choose the same instant, so that they book the same run. */
const GRID_SECONDS = 10;

/**
 * The seconds of a minute in which runs for clicks begin. Handoffs come at full
 * minutes, and go first: a run for clicks has ended by then, or lets go in time.
 */
const EARLIEST_SECOND = 10;
const LATEST_SECOND = 40;

/** The run that is booked for clicks, as a click has seen it. */
export interface SeenRun {
  /** `null` also if Slack allows no call to read it: then the click books a run of its own. */
  run: OneOffRun | null;
  /** When the last run begins, or may begin (Unix seconds); `null` if there was none. */
  lastAt: number | null;
  /** When it was read (Unix milliseconds). */
  atMs: number;
}

/**
 * Reads which run is booked for clicks. A click that reads other records first
 * reads this before what it could do without.
 *
 * @throws {Error} if there is no time left to wait for Slack.
 * @throws {SlackFailure} if Slack fails otherwise.
 */
export async function seeClickRun(execution: Execution): Promise<SeenRun> {
  return await patiently(execution, async () => {
    try {
      const run = await readClickRun(execution);
      const atMs = execution.clock.now();
      return { run, lastAt: run?.at ?? null, atMs };
    } catch (thrown) {
      const { retryAfterSeconds } = asFailure(thrown, "reading");
      if ((retryAfterSeconds ?? 0) <= SHORT_WAIT_SECONDS) throw thrown;
      return unseenRun(execution);
    }
  });
}

/** All who cannot read the record choose the first instant of the next minute. */
function unseenRun({ clock }: Execution): SeenRun {
  const now = unixNow(clock);
  const lastAt = now - now % SECONDS_PER_MINUTE + EARLIEST_SECOND;
  return { run: null, lastAt, atMs: clock.now() };
}

/**
 * Stores what a click asks for while a run is booked that will see it: one run
 * serves all clicks of a minute. A run without a click has nothing to do, so it is
 * booked first: what is stored is never without a run, even if this execution is
 * killed. Waits for Slack's 429 while there is time.
 *
 * Takes one datastore call if a run is booked, else two, beside those of `store`.
 *
 * @param store Stores it. It may be called more than once: after a 429.
 * @param seen The booked run, if it was read a moment ago.
 * @returns when the run begins (Unix seconds).
 * @throws {Error} if there is no time left to wait for Slack.
 * @throws {SlackFailure} if Slack fails otherwise.
 */
export async function storeForRun(
  execution: Execution,
  store: () => Promise<void>,
  seen: SeenRun | null = null,
): Promise<number> {
  const { clock } = execution;
  let ensured = await ensureClickRun(execution, seen);
  await patiently(execution, async (isRetry) => {
    if (isRetry) ensured = await ensureClickRun(execution);
    await store();
  });
  if (clock.now() - ensured.atMs > STORED_WITHIN_MS) {
    ensured = await ensureClickRun(execution);
  }
  await removeTwin(execution, ensured);
  return ensured.run.at;
}

/**
 * Repeats calls of a click after a 429 while there is time. `apps.datastore.get`
 * and `put` are not repeated elsewhere, because of the lease.
 *
 * @throws {Error} if there is no time left to wait for Slack.
 */
export async function patiently<T>(
  execution: Execution,
  act: (isRetry: boolean) => Promise<T>,
): Promise<T> {
  for (let isRetry = false;; isRetry = true) {
    try {
      return await act(isRetry);
    } catch (thrown) {
      const seconds = asFailure(thrown, "a click").retryAfterSeconds;
      if (seconds === null) throw thrown;
      if (!mayBegin(execution, seconds * SECOND)) throw new Error(TOO_BUSY);
      await execution.clock.sleep(seconds * SECOND);
    }
  }
}

/** A run that begins soon. */
interface EnsuredRun extends SeenRun {
  run: OneOffRun;
  /** Whether this execution has booked it. */
  own: boolean;
}

async function ensureClickRun(
  execution: Execution,
  before: SeenRun | null = null,
): Promise<EnsuredRun> {
  const { clock } = execution;
  return await patiently(execution, async (isRetry) => {
    const isRecent = before !== null && !isRetry &&
      clock.now() - before.atMs <= STORED_WITHIN_MS / 2;
    const seen = isRecent ? before : await seeClickRun(execution);
    const known = seen.run;
    const now = nowOf(execution);
    if (known !== null && known.at >= now + NOTICE_SECONDS) {
      return { ...seen, run: known, own: false };
    }
    // A trigger that is about to fire must stay: earlier clicks rely on it.
    const isOver = known !== null && known.at + SECONDS_PER_MINUTE <= now;
    const at = nextClickRunAt(now, seen.lastAt);
    const order = { name: CLICKS, at, run: "" } as const;
    const replaced = isOver ? known : null;
    return await bookOrJoin(execution, { ...order, known: replaced });
  });
}

/** The click of another person that books at the same time is enough if Slack makes no trigger for this one. */
async function bookOrJoin(
  execution: Execution,
  order: Parameters<typeof bookRun>[1],
): Promise<EnsuredRun> {
  try {
    const run = await bookRun(execution, order);
    const atMs = execution.clock.now();
    return { run, lastAt: run.at, atMs, own: true };
  } catch (thrown) {
    const { method, retryAfterSeconds } = asFailure(thrown, "booking");
    if (method !== CREATE) throw thrown;
    await waitForReadConsistency(execution);
    const seen = await seeClickRun(execution);
    const { run } = seen;
    const isAhead = run !== null && run.at >= nowOf(execution) + NOTICE_SECONDS;
    if (isAhead) return { ...seen, run, own: false };
    throw retryAfterSeconds === null ? thrown : new Error(TOO_BUSY);
  }
}

/** @returns `null` also for a record that does not parse, or cannot be right. */
async function readClickRun(execution: Execution): Promise<OneOffRun | null> {
  const { client } = execution;
  const { records } = await getRecord(client, oneOffRuns, CLICKS);
  const known = records.get(CLICKS) ?? null;
  const furthest = nowOf(execution) + MOST_AHEAD_SECONDS;
  return known !== null && known.at <= furthest ? known : null;
}

/**
 * When the next run for clicks may begin.
 *
 * @param now Unix seconds.
 * @param last When the last one began or begins; `null` if there was none.
 */
export function nextClickRunAt(now: number, last: number | null): number {
  const earliest = Math.max(
    now + LEAST_AHEAD_SECONDS,
    (last ?? -Infinity) + APART_SECONDS,
  );
  const at = Math.ceil(earliest / GRID_SECONDS) * GRID_SECONDS;
  const second = at % SECONDS_PER_MINUTE;
  if (second < EARLIEST_SECOND) return at + EARLIEST_SECOND - second;
  if (second <= LATEST_SECOND) return at;
  return at + SECONDS_PER_MINUTE + EARLIEST_SECOND - second;
}

/**
 * Deletes the trigger that this execution made if others booked a run for the same
 * instant: the trigger with the lowest id stays. If Slack does not answer, both
 * stay, and the second run finds nothing to do.
 */
async function removeTwin(
  execution: Execution,
  { run, own }: EnsuredRun,
): Promise<void> {
  if (!own) return;
  const { client } = execution;
  try {
    await waitForReadConsistency(execution);
    const hasTwin = (await listTriggers(client)).some((each) =>
      each.name === RUN_TRIGGER_NAMES[CLICKS] && each.id < run.trigger_id &&
      Date.parse(each.schedule?.start_time ?? "") === run.at * SECOND
    );
    if (hasTwin) await deleteTrigger(client, run.trigger_id);
  } catch (thrown) {
    const { message } = asFailure(thrown, "looking for a twin");
    console.warn(`trigger ${run.trigger_id}: ${message}`);
  }
}
