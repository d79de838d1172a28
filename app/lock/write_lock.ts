import { SECOND } from "@std/datetime";
import type { Problem } from "../../reconciler/change.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Result } from "../../reconciler/change.ts";
import { statusPlan } from "../../reconciler/plan_part.ts";
import {
  type LeaseItem,
  leases,
  readLease,
  writeLease,
} from "../../slack/records/lease.ts";
import type { CallHistory } from "../../slack/rate_limiter.ts";
import type { OneOffRun } from "../../slack/records/runs.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { DesiredState } from "../state/desired_state.ts";
import { LEASE, NEVER_RELEASED, WAITS_FOR } from "../messages/report.ts";
import { isAhead } from "../state/ahead.ts";
import { postponed } from "../state/results.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";
import type { StepLog } from "../state/step_log.ts";
import { bookContinuation, coverRun } from "./continuation.ts";
import {
  type Lease,
  LEASE_TIMING,
  type LeaseRecord,
  type LeaseStore,
  takeLease,
} from "./lease.ts";
import { isOutdated, leaveToLaterRun } from "./standing_back.ts";

/** Time to begin work that must be left once the lease is taken. */
const LEAST_WORK_MS = 5 * SECOND;

/** A lease that ends later than this from now is garbage. Clocks never differ by as much as a lease. */
const LONGEST_LEASE_MS = 2 * LEASE_TIMING.leaseMs;

/**
 * Does `work` while holding the lease, so that no other execution writes. Loads
 * the call history of the executions before into the rate limiter.
 *
 * @param report Told what is wrong with the lease's record.
 * @returns `null` if the lease could not be taken in the time there was.
 */
export async function withWriteLock<T>(
  execution: Execution,
  work: (lease: Lease) => Promise<T>,
  report: (problem: Problem) => void = warn,
): Promise<T | null> {
  const { clock, id, lastStartMs, rateLimiter } = execution;
  const store = leaseStore(execution, report);
  const giveUpAtMs = lastStartMs - LEAST_WORK_MS;
  const lease = await takeLease(store, clock, id, giveUpAtMs);
  if (lease === null) return null;
  rateLimiter.load(store.history);
  try {
    return await work(lease);
  } finally {
    await lease.release();
  }
}

function warn({ about, reason }: Problem): void {
  console.warn(`${about} ${reason}`);
}

/** The lease's record, which carries the call history from holder to holder. */
function leaseStore(
  { id, client, clock, rateLimiter }: Execution,
  report: (problem: Problem) => void,
): LeaseStore & { history: CallHistory } {
  const wrong = (reason: string) =>
    report({ about: `record lease of ${leases.name}`, reason });
  const store = {
    history: {} as CallHistory,
    async read(): Promise<LeaseRecord | null> {
      const record = await readLease(
        client,
        (reason) => wrong(`${LEASE.broken} (${reason})`),
      );
      if (record === null) return null;
      const { holder, until: untilMs } = record;
      const nowMs = clock.now();
      store.history = withoutFuture(record, nowMs);
      if (store.history !== record.history) wrong(LEASE.callsAhead);
      if (holder === "" || holder === id) return { holder, untilMs };
      // Nothing would ever be written again.
      if (untilMs > nowMs + LONGEST_LEASE_MS) {
        wrong(LEASE.ahead);
        return null;
      }
      if (untilMs <= nowMs) report(NEVER_RELEASED);
      return { holder, untilMs };
    },
    async write({ holder, untilMs }: LeaseRecord): Promise<void> {
      const released = holder === "";
      const history = released ? rateLimiter.history() : store.history;
      await writeLease(client, { holder, until: untilMs, history });
    },
  };
  return store;
}

/** The calls of the past: those ahead of now would count for good. */
function withoutFuture({ history }: LeaseItem, nowMs: number): CallHistory {
  const isFuture = (atMs: number) => isAhead(atMs / SECOND, nowMs / SECOND);
  if (!Object.values(history).flat().some(isFuture)) return history;
  return Object.fromEntries(
    Object.entries(history).map(([limit, times]) => [
      limit,
      times.filter((atMs) => !isFuture(atMs)),
    ]),
  );
}

/** What a step does once it holds the write lock. */
interface ExclusiveWork {
  last: LastRun;
  desired: DesiredState;
  /** The people to serve, as known before the lease was taken. */
  contexts: WantContext[];
  /** Whether a later run could do this work instead. */
  replaceable: boolean;
  /** Reads again what other executions may have written meanwhile. */
  prepare(): Promise<void>;
  work(lease: Lease): Promise<Result[]>;
}

/** The outcome of a step's work. */
export interface ExclusiveOutcome {
  /** `null` if the work was left to a later run. */
  results: Result[] | null;
  /** The run that is booked in case this one dies; `null` also if it has to come. */
  booked: OneOffRun | null;
}

/**
 * Does a step's work under the write lock. A run that recovers this one is booked
 * before anything is written, and one that continues it if something is left.
 */
export async function runExclusively(
  execution: Execution,
  log: StepLog,
  { last, desired, contexts, replaceable, prepare, work }: ExclusiveWork,
): Promise<ExclusiveOutcome> {
  const startedAt = last.checkpoint?.started_at ?? nowOf(execution);
  const { run } = execution;
  let booked = last.continuation;
  let isLeft = false;
  const results = await withWriteLock(execution, async (lease) => {
    const current = await readLastRun(execution);
    isLeft = replaceable && isOutdated(current, desired);
    if (isLeft) {
      await leaveToLaterRun(execution, current);
      return [];
    }
    booked = await coverRun(execution, current.continuation);
    await prepare();
    const results = await work(lease);
    if (log.moreAt !== null) {
      const order = { run, exclusive: true };
      await bookContinuation(execution, log, startedAt, order);
      booked = null;
    }
    return results;
  }, (problem) => log.report(problem));
  if (results !== null) return { results: isLeft ? null : results, booked };
  await bookContinuation(execution, log, startedAt, { run });
  const waiting = contexts.map((context) =>
    postponed(context, statusPlan, WAITS_FOR.lock)
  );
  return { results: waiting, booked: null };
}
