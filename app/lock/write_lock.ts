import { SECOND } from "@std/datetime";
import { readLease, writeLease } from "../../slack/records/lease.ts";
import type { CallHistory } from "../../slack/rate_limiter.ts";
import type { Execution } from "../execution.ts";
import { type LeaseRecord, type LeaseStore, takeLease } from "./lease.ts";

/** What must be left of the time to begin in once the lease is taken (milliseconds). */
const LEAST_WORK = 5 * SECOND;

/**
 * Does `work` as the one execution that writes. With the lease comes the
 * history of the calls that the executions before have made.
 *
 * @returns `null` when another one held the lease for as long as there was time.
 */
export async function withWriteLock<T>(
  execution: Execution,
  work: () => Promise<T>,
): Promise<T | null> {
  const { clock, id, lastStartMs: last_start_ms } = execution;
  const store = leaseStore(execution);
  const giveUpAt = last_start_ms - LEAST_WORK;
  const lease = await takeLease(store, clock, id, giveUpAt);
  if (lease === null) return null;
  execution.rateLimiter.load(store.history);
  execution.lease = lease;
  try {
    return await work();
  } finally {
    execution.lease = null;
    await lease.release();
  }
}

/** The lease's record, which carries the call history from holder to holder. */
function leaseStore(
  { client, rateLimiter: rateLimiter }: Execution,
): LeaseStore & {
  history: CallHistory;
} {
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
