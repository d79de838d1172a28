import { SECOND } from "@std/datetime";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Result } from "../../reconciler/change.ts";
import { readLease, writeLease } from "../../slack/records/lease.ts";
import type { CallHistory } from "../../slack/rate_limiter.ts";
import type { Continuation } from "../../slack/records/runs.ts";
import type { Execution } from "../execution.ts";
import type { DesiredState } from "../state/desired_state.ts";
import { lockNotTaken } from "../state/results.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";
import type { StepLog } from "../state/step_log.ts";
import { bookContinuation } from "./continuation.ts";
import {
  type Lease,
  type LeaseRecord,
  type LeaseStore,
  takeLease,
} from "./lease.ts";

/** Time to begin work in that must be left once the lease is taken. */
const LEAST_WORK_MS = 5 * SECOND;

/** Taking the lease takes less, unless another run is at work. */
const UNCONTENDED_MS = 5 * SECOND;

/** More people than Slack lets set statuses of in a minute take more than one execution. */
const SERVED_AT_ONCE = 50;

/**
 * Does `work` as the one execution that writes. With the lease comes the call
 * history of the executions before.
 *
 * @returns `null` when another execution held the lease for as long as there
 * was time.
 */
export async function withWriteLock<T>(
  execution: Execution,
  work: (lease: Lease) => Promise<T>,
): Promise<T | null> {
  const { clock, id, lastStartMs, rateLimiter } = execution;
  const store = leaseStore(execution);
  const giveUpAt = lastStartMs - LEAST_WORK_MS;
  const lease = await takeLease(store, clock, id, giveUpAt);
  if (lease === null) return null;
  rateLimiter.load(store.history);
  try {
    return await work(lease);
  } finally {
    await lease.release();
  }
}

/** The lease's record, which carries the call history from holder to holder. */
function leaseStore(
  { client, rateLimiter }: Execution,
): LeaseStore & { history: CallHistory } {
  const store = {
    history: {} as CallHistory,
    async read(): Promise<LeaseRecord | null> {
      const record = await readLease(client);
      if (record) store.history = record.history;
      return record;
    },
    async write(record: LeaseRecord): Promise<void> {
      const released = record.holder === "";
      const history = released ? rateLimiter.history() : store.history;
      await writeLease(client, { ...record, history });
    },
  };
  return store;
}

/** What a step does once it holds the write lock. */
interface ExclusiveWork {
  last: LastRun;
  desired: DesiredState;
  /** The people to serve, as far as they are known before. */
  contexts: WantContext[];
  /** Whether a later run does as well what this one would do. */
  replaceable: boolean;
  /** Reads again what others may have written meanwhile. */
  prepare(): Promise<void>;
  work(lease: Lease): Promise<Result[]>;
}

/** What came of a step's work. */
export interface ExclusiveOutcome {
  /** `null`: a later run has taken over. */
  results: Result[] | null;
  /** The run that is booked to go on with what is left. */
  continuation: Continuation | null;
}

/**
 * Does a step's work under the write lock, and books a continuation for what it
 * leaves. Where more people are concerned than a minute serves, it is booked
 * before the work begins, so that it is there should the execution be killed.
 */
export async function runExclusively(
  execution: Execution,
  log: StepLog,
  { last, desired, contexts, replaceable, prepare, work }: ExclusiveWork,
): Promise<ExclusiveOutcome> {
  const startedAt = last.checkpoint?.started_at ?? 0;
  let { continuation } = last;
  const book = async (lease: Lease | null) => {
    const known = continuation;
    const booking = { startedAt, known, lease };
    continuation = await bookContinuation(execution, log, booking);
  };
  const since = execution.clock.now();
  let overtaken = false;
  const results = await withWriteLock(execution, async (lease) => {
    overtaken = replaceable && await wasOvertaken(execution, desired, since);
    if (overtaken) return [];
    await prepare();
    if (contexts.length > SERVED_AT_ONCE) await book(lease);
    const results = await work(lease);
    if (log.moreAt !== null) await book(lease);
    return results;
  });
  if (results === null) {
    await book(null);
    return { results: lockNotTaken(contexts), continuation };
  }
  return { results: overtaken ? null : results, continuation };
}

/**
 * Whether a later run has read the rosters since: it does better what this one
 * would do by its older reading.
 */
export function isOvertaken(
  { latest }: Pick<LastRun, "latest">,
  { snapshot }: Pick<DesiredState, "snapshot">,
): boolean {
  return latest !== null && latest.snapshot !== snapshot.version &&
    latest.snapshot_at > snapshot.read_at;
}

/**
 * The same after a wait for the lease since `since` (Unix milliseconds), and
 * whether an operator has switched the mode meanwhile: a run follows each switch.
 */
async function wasOvertaken(
  execution: Execution,
  desired: DesiredState,
  since: number,
): Promise<boolean> {
  if (execution.clock.now() - since < UNCONTENDED_MS) return false;
  const last = await readLastRun(execution);
  return isOvertaken(last, desired) || last.mode !== desired.mode ||
    last.putBack !== desired.putBack;
}
