import type { Clock } from "../../clock.ts";
import { retryAfterMs, SlackFailure } from "../../slack/failure.ts";

/** What the lease's record says. */
export interface LeaseRecord {
  /** The id of the execution that claims it; `""`: free. */
  holder: string;
  /** Its end, by the clock of whoever wrote it (Unix milliseconds). */
  until: number;
}

/**
 * Where the record is. A write is sent at once and once: a client that waits
 * for a rate limit, or sends again what had no answer, lets a claim land later
 * than `ASSUMED.landing`, and with that two in. Failures are `SlackFailure`s.
 */
export interface LeaseStore {
  /** `null`: there is none yet. */
  read(): Promise<LeaseRecord | null>;
  write(record: LeaseRecord): Promise<void>;
}

/** All in milliseconds. */
export interface LeaseTiming {
  /** A lease ends by itself this long after its claim was sent. */
  lease: number;
  /** At most this passes from sending the first read to the claim's acknowledgement. */
  gap: number;
  /** From there to the sending of the read that confirms it. */
  wait: number;
  /** Whoever finds it busy looks again after this. */
  look: number;
  /** This long before its end, its holder holds it no more. */
  margin: number;
}

export const LEASE_TIMING: LeaseTiming = {
  lease: 75_000,
  gap: 1_500,
  wait: 3_000,
  look: 2_000,
  margin: 10_000,
};

/** A record read this long ago says as much as one read now, which may be as stale (milliseconds). */
const JUST_CONFIRMED = 700;

/** What must be true of the world for `LEASE_TIMING` to suffice (milliseconds). */
export const ASSUMED = {
  /** A read may tell what was true this long before it was served. */
  stale: 700,
  /** A write lands within this of its sending, or never. */
  landing: 4_000,
  /** Two executions' clocks differ by at most this. */
  skew: 1_000,
};

/** One's turn to write, made by `takeLease`. */
export class Lease {
  #contest: Contest;
  #claim: LeaseRecord;
  /** When the record was read that confirmed it (Unix milliseconds), until that has been gone by. */
  #confirmedAt: number;
  #over = false;

  constructor(contest: Contest, claim: LeaseRecord, confirmedAt: number) {
    this.#contest = contest;
    this.#claim = claim;
    this.#confirmedAt = confirmedAt;
  }

  /** From when on it is not held any more (Unix milliseconds). */
  get endsAt(): number {
    return this.#claim.until - this.#contest.timing.margin;
  }

  /**
   * Whether it is still ours: `false` once the record says somebody else, or
   * the end is too near to begin anything. What confirmed it a moment ago counts,
   * once.
   *
   * @throws {SlackFailure} when the record cannot be read; it may be asked again.
   */
  async isHeld(): Promise<boolean> {
    const { store, clock } = this.#contest;
    if (this.#over || clock.now() >= this.endsAt) return false;
    const confirmedAt = this.#confirmedAt;
    this.#confirmedAt = -Infinity;
    if (clock.now() - confirmedAt < JUST_CONFIRMED) return true;
    if (!isSame(await store.read(), this.#claim)) this.#over = true;
    return !this.#over && clock.now() < this.endsAt;
  }

  /**
   * Frees it, unless it was seen lost or its end is near: then the record may be
   * somebody else's by the time this lands. Sent once, and no failure is told:
   * without an answer it may be done, so that a second one could free the next
   * holder's; and if it is not, the lease ends by itself.
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
 * Takes the lease: Fischer's mutual exclusion, for a store without conditional
 * writes. See it free, write a claim, wait, and hold it if it is still there.
 *
 * Why one at most holds it: let B's claim land after A's. B saw the record
 * free, so it saw it as it was before A's claim landed, and sent that read at
 * most `stale` after that. B's claim landed at most `gap` later: `gap` counts
 * from that sending to the acknowledgement, which no landing comes after. So B
 * has overwritten A within `stale + gap` = 2.2 s of A's landing. A confirms with
 * a read sent at least `wait` after its own landing, which tells what was true
 * at most `stale` before: `wait - stale` = 2.3 s after it, or later. A sees B.
 *
 * An attempt whose answer comes too late, or never, is void, and its claim
 * stays: nobody can tell when it landed, so it may lie over the record of a
 * holder. To free it, or to take one's own old claim for free, would let a
 * second one in beside that holder. Busy until its end, it is safe: it ends at
 * most `landing` and the skew of two clocks before the record beneath it would
 * have, and a holder stops `margin` before that. `margin` is twice both, for a
 * release may be as late as a claim.
 *
 * @param me the id of the execution.
 * @param giveUpAt Unix milliseconds; no attempt begins that would have to wait
 *   beyond it.
 * @returns `null` when it was not to be had by then.
 * @throws {SlackFailure} when the record cannot be read or written; what may
 *   pass is tried again once, after what Slack asks to wait.
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
  while (lookAt + timing.wait <= giveUpAt) {
    if (lookAt > clock.now()) await clock.sleep(lookAt - clock.now());
    try {
      const attempt = await attemptOnce(contest);
      if (attempt instanceof Lease) return attempt;
      lookAt = attempt;
    } catch (failure) {
      const pause = failed ? null : pauseAfter(failure, timing);
      if (pause === null) throw failure;
      lookAt = clock.now() + pause;
      if (lookAt + timing.wait > giveUpAt) throw failure;
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
async function attemptOnce(contest: Contest): Promise<Lease | number> {
  const { store, clock, me, timing } = contest;
  const readSent = clock.now();
  const seen = await store.read();
  const now = clock.now();
  if (!isFree(seen, now)) return nextAttemptAt(seen, now, timing);
  // Not even sent once it would be late: a void claim blocks everybody.
  if (now - readSent > timing.gap) return now + timing.look;
  const claim = { holder: me, until: now + timing.lease };
  await store.write(claim);
  const acknowledged = clock.now();
  if (acknowledged - readSent > timing.gap) return acknowledged + timing.look;
  await clock.sleep(timing.wait);
  const confirmed = await confirm(contest);
  const later = clock.now();
  const lease = new Lease(contest, claim, later);
  if (isSame(confirmed, claim) && later < lease.endsAt) return lease;
  return nextAttemptAt(confirmed, later, timing);
}

/** Reads once more after a failure: it is safe however late, and to give up now would leave the claim. */
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

/** By its end too: an earlier claim of the same execution may land late, over another's. */
function isSame(record: LeaseRecord | null, claim: LeaseRecord): boolean {
  return record?.holder === claim.holder && record.until === claim.until;
}

/** Never at once, so that those who lose to each other do not race again. */
function nextAttemptAt(
  record: LeaseRecord | null,
  now: number,
  { look }: LeaseTiming,
): number {
  if (record === null || isFree(record, now)) return now + look;
  return Math.min(now + look, record.until);
}

/** Milliseconds after which a failed attempt is made anew; `null`: it is of no use. */
function pauseAfter(failure: unknown, { look }: LeaseTiming): number | null {
  if (!(failure instanceof SlackFailure)) return null;
  const passes = failure.kind === "retry" || failure.kind === "unknown";
  return passes ? retryAfterMs(failure) ?? look : null;
}
