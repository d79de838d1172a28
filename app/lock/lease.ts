import type { Clock } from "../../clock.ts";
import { retryAfterMs, SlackFailure } from "../../slack/failure.ts";

/** What the lease's record says. */
export interface LeaseRecord {
  /** The id of the execution that claims it; `""`: free. */
  holder: string;
  /** Its end, by the clock of the execution that wrote it (Unix milliseconds). */
  until: number;
}

/**
 * Methods used by the lease. Never retried here: a client that waits for a rate
 * limit, or sends again what had no answer, lets a claim land later than
 * `ASSUMED.landing`, and a late write would break mutual exclusion. Failures are
 * `SlackFailure`s.
 */
export interface LeaseStore {
  /** `null`: there is none yet. */
  read(): Promise<LeaseRecord | null>;
  write(record: LeaseRecord): Promise<void>;
}

/** The durations that make two holders impossible. */
export interface LeaseTiming {
  /** A lease ends by itself this long after its claim was sent. */
  leaseMs: number;
  /** The most from sending the first read to the claim's acknowledgement. */
  gapMs: number;
  /** From there to the sending of the read that confirms it. */
  waitMs: number;
  /** The pause of an execution that finds it busy. */
  lookAgainMs: number;
  /** Its holder stops this long before its end. */
  marginMs: number;
}

export const LEASE_TIMING: LeaseTiming = {
  leaseMs: 75_000,
  gapMs: 1_500,
  waitMs: 3_000,
  lookAgainMs: 2_000,
  marginMs: 10_000,
};

/** A record read this long ago says as much as one read now, which may be as stale. */
const JUST_CONFIRMED_MS = 700;

/** What must be true of the world for `LEASE_TIMING` to suffice (milliseconds). */
export const ASSUMED = {
  /** A read may return what was true this long before it was served. */
  stale: 700,
  /** A write lands within this of its sending, or never. */
  landing: 4_000,
  /** Two executions' clocks differ by at most this. */
  skew: 1_000,
};

/** The right to write, taken by `takeLease`. */
export class Lease {
  #contest: Contest;
  #claim: LeaseRecord;
  /** When the record was read that confirmed it (Unix milliseconds), until that was made use of. */
  #confirmedAt: number;
  #over = false;

  constructor(contest: Contest, claim: LeaseRecord, confirmedAt: number) {
    this.#contest = contest;
    this.#claim = claim;
    this.#confirmedAt = confirmedAt;
  }

  /** When it stops being held (Unix milliseconds). */
  get endsAt(): number {
    return this.#claim.until - this.#contest.timing.marginMs;
  }

  /**
   * Whether it is still ours: `false` once the record names another execution,
   * or the end is too near to begin anything. The read that confirmed it a moment
   * ago counts, once.
   *
   * @throws {SlackFailure} when the record cannot be read; it may be asked again.
   */
  async isHeld(): Promise<boolean> {
    const { store, clock } = this.#contest;
    if (this.#over || clock.now() >= this.endsAt) return false;
    const confirmedAt = this.#confirmedAt;
    this.#confirmedAt = -Infinity;
    if (clock.now() - confirmedAt < JUST_CONFIRMED_MS) return true;
    if (!isSameClaim(await store.read(), this.#claim)) this.#over = true;
    return !this.#over && clock.now() < this.endsAt;
  }

  /**
   * Frees it, unless it was seen lost or its end is near: then the record may
   * belong to another execution by the time this lands. It is sent once, and a
   * failure is ignored. Without an answer it may have been done, so that a second
   * one could free the next holder's lease. If it was not done, the lease ends by
   * itself.
   */
  async release(): Promise<void> {
    const { store, clock } = this.#contest;
    if (this.#over || clock.now() >= this.endsAt) return;
    this.#over = true;
    try {
      await store.write({ holder: "", until: 0 });
    } catch {
      // It ends by itself.
    }
  }
}

/**
 * Takes the lease by Fischer's mutual exclusion, for a store without conditional
 * writes: see it free, write a claim, wait, and hold it if the claim is still
 * there.
 *
 * Why at most one execution holds it: let B's claim land after A's. B saw the record
 * free, so it saw it as it was before A's claim landed, and sent that read at
 * most `stale` after that. B's claim landed at most `gapMs` later: `gapMs` counts
 * from that sending to the acknowledgement, which no landing comes after. So B
 * has overwritten A within `stale + gapMs` = 2.2 s of A's landing. A confirms
 * with a read sent at least `waitMs` after its own landing, which returns what was
 * true at most `stale` before: `waitMs - stale` = 2.3 s after it, or later. A
 * sees B.
 *
 * An attempt whose answer comes too late, or never, is void, and its claim
 * stays. Its landing time is unknown, so it may lie over the record of a holder.
 * Freeing it, or counting an own old claim as free, would let a second execution
 * in beside that holder. Busy until its end, it is safe: it ends at most
 * `landing` and the skew of two clocks before the record beneath it would have,
 * and a holder stops `marginMs` before that. `marginMs` is twice both, since a
 * release may be as late as a claim.
 *
 * @param me the id of the execution.
 * @param giveUpAt Unix milliseconds; no attempt begins that would have to wait
 *   beyond it.
 * @returns `null` when it could not be taken by then.
 * @throws {SlackFailure} when the record cannot be read or written; a passing
 *   failure is tried again once, after the wait that Slack asks for.
 */
export async function takeLease(
  store: LeaseStore,
  clock: Clock,
  me: string,
  giveUpAt: number,
  timing: LeaseTiming = LEASE_TIMING,
): Promise<Lease | null> {
  const contest = { store, clock, me, giveUpAt, timing };
  let failed = false;
  let lookAt = clock.now();
  while (lookAt + timing.waitMs <= giveUpAt) {
    if (lookAt > clock.now()) await clock.sleep(lookAt - clock.now());
    try {
      const attempted = await attempt(contest);
      if (attempted instanceof Lease) return attempted;
      lookAt = attempted;
    } catch (failure) {
      const pause = failed ? null : pauseAfter(failure, timing);
      if (pause === null) throw failure;
      lookAt = clock.now() + pause;
      if (lookAt + timing.waitMs > giveUpAt) throw failure;
      failed = true;
    }
  }
  return null;
}

/** What the attempts of one execution have in common. */
interface Contest {
  store: LeaseStore;
  clock: Clock;
  me: string;
  giveUpAt: number;
  timing: LeaseTiming;
}

/** @returns the lease, or when to look again (Unix milliseconds). */
async function attempt(contest: Contest): Promise<Lease | number> {
  const { store, clock, me, timing } = contest;
  const readSent = clock.now();
  const seen = await store.read();
  const now = clock.now();
  if (!isFree(seen, now)) return nextAttemptAt(seen, now, timing);
  // A claim that would be late is not even sent: a void claim blocks everybody.
  if (now - readSent > timing.gapMs) return now + timing.lookAgainMs;
  const claim = { holder: me, until: now + timing.leaseMs };
  await store.write(claim);
  const acknowledged = clock.now();
  if (acknowledged - readSent > timing.gapMs) {
    return acknowledged + timing.lookAgainMs;
  }
  await clock.sleep(timing.waitMs);
  const confirmed = await confirm(contest);
  const later = clock.now();
  const lease = new Lease(contest, claim, later);
  if (isSameClaim(confirmed, claim) && later < lease.endsAt) return lease;
  return nextAttemptAt(confirmed, later, timing);
}

/** Reads again after a failure: that is safe however late, and giving up now would leave the claim. */
async function confirm(
  { store, clock, giveUpAt, timing }: Contest,
): Promise<LeaseRecord | null> {
  try {
    return await store.read();
  } catch (failure) {
    const pause = pauseAfter(failure, timing);
    if (pause === null || clock.now() + pause > giveUpAt) throw failure;
    await clock.sleep(pause);
    return await store.read();
  }
}

/** A holder that died leaves a record whose end has passed. */
function isFree(record: LeaseRecord | null, now: number): boolean {
  return record === null || record.holder === "" || record.until <= now;
}

/** Compares the end too: an earlier claim of the same execution may land late, over another's. */
function isSameClaim(record: LeaseRecord | null, claim: LeaseRecord): boolean {
  return record?.holder === claim.holder && record.until === claim.until;
}

/** Never at once, so that executions that lost to each other do not race again. */
function nextAttemptAt(
  record: LeaseRecord | null,
  now: number,
  { lookAgainMs: look }: LeaseTiming,
): number {
  if (record === null || isFree(record, now)) return now + look;
  return Math.min(now + look, record.until);
}

/** Milliseconds after which a failed attempt is repeated; `null`: that would be useless. */
function pauseAfter(
  failure: unknown,
  { lookAgainMs: look }: LeaseTiming,
): number | null {
  if (!(failure instanceof SlackFailure)) return null;
  const passes = failure.kind === "retry" || failure.kind === "unknown";
  return passes ? retryAfterMs(failure) ?? look : null;
}
