import { SECOND } from "@std/datetime";
import { asFailure } from "../../slack/failure.ts";
import { readLease, writeLease } from "../../slack/records/lease.ts";
import type { Execution } from "../execution.ts";
import {
  type Lease,
  LEASE_TIMING,
  type LeaseStore,
  takeLease,
} from "./lease.ts";

/** What is done under it takes seconds. If its holder dies, the next click waits this long. */
const TIMING = { ...LEASE_TIMING, leaseMs: 30 * SECOND };

/** Time to begin the work that follows. */
const LEAST_WORK_MS = 10 * SECOND;

const OPERATORS = "operators";

/**
 * Does `work` while no other execution does its own, so that a double click begins
 * an operator's action once. If the lease cannot be had in time, `work` is done all
 * the same: restoring everyone must not wait for a record, and at worst the report
 * channel is told twice.
 */
export async function oneClickAtATime<T>(
  execution: Execution,
  work: () => Promise<T>,
): Promise<T> {
  const lease = await operatorLease(execution);
  try {
    return await work();
  } finally {
    await lease?.release();
  }
}

async function operatorLease(
  { id, client, clock, lastStartMs }: Execution,
): Promise<Lease | null> {
  const store: LeaseStore = {
    async read() {
      const record = await readLease(client, undefined, OPERATORS);
      const isGarbage = record !== null &&
        record.until > clock.now() + 2 * TIMING.leaseMs;
      if (record === null || isGarbage) return null;
      return { holder: record.holder, untilMs: record.until };
    },
    async write({ holder, untilMs }) {
      const record = { holder, until: untilMs, history: {} };
      await writeLease(client, record, OPERATORS);
    },
  };
  try {
    const giveUpAtMs = lastStartMs - LEAST_WORK_MS;
    return await takeLease(store, clock, id, giveUpAtMs, TIMING);
  } catch (thrown) {
    console.warn(asFailure(thrown, "one operator at a time").message);
    return null;
  }
}
