import type { Clock } from "../../clock.ts";
import { retryAfterMs, SlackFailure } from "../../slack/failure.ts";

/** The lease as its record has it. */
export interface LeaseRecord {
  /** The id of the execution that bids for it or holds it; `""` if it is free. */
  holder: string;
  /** When it ends, by the clock of the execution that wrote it (Unix milliseconds). */
  untilMs: number;
}

/**
 * Methods used by the lease. Never retried here: a retried bid could land later
 * than `ASSUMED.landingMs`, and a late write would break mutual exclusion.
 * Failures are `SlackFailure`s.
 */
export interface LeaseStore {
  /** @returns `null` if there is no record yet. */
  read(): Promise<LeaseRecord | null>;
  write(record: LeaseRecord): Promise<void>;
}

/** The durations that make two holders impossible. */
export interface LeaseTiming {
  /** A lease ends by itself this long after its bid was sent. */
  leaseMs: number;
  /** The longest time from sending the first read to the acknowledgement of the bid. */
  gapMs: number;
  /** The wait from there until the read that confirms the bid is sent. */
  waitMs: number;
  /** The pause after the lease was found busy. */
  retryMs: number;
  /** The holder stops this long before the lease ends. */
  marginMs: number;
}

export const LEASE_TIMING: LeaseTiming = {
  leaseMs: 75_000,
  gapMs: 1_500,
  waitMs: 3_000,
  retryMs: 2_000,
  marginMs: 10_000,
};

/** A record read this long ago says as much as one read now, which may be as stale. */
const JUST_CONFIRMED_MS = 700;

/** What must be true of the world for `LEASE_TIMING` to suffice. */
export const ASSUMED = {
  /** A read may return what was true this long before it was served. */
  staleMs: 700,
  /** A write lands within this time of being sent, or never. */
  landingMs: 4_000,
  /** The clocks of two executions differ by at most this. */
  skewMs: 1_000,
};

/** The right to write, taken by `takeLease`. */
export class Lease {
  readonly #contest: Contest;
  readonly #bid: LeaseRecord;
  /** When a read confirmed the bid (Unix milliseconds). `isHeld` counts that read once. */
  #confirmedAtMs: number;
  #over = false;

  constructor(contest: Contest, bid: LeaseRecord, confirmedAtMs: number) {
    this.#contest = contest;
    this.#bid = bid;
    this.#confirmedAtMs = confirmedAtMs;
  }

  /** When the holder must stop (Unix milliseconds). */
  get endsAtMs(): number {
    return this.#bid.untilMs - this.#contest.timing.marginMs;
  }

  /**
   * Whether the lease is still ours: `false` once the record names another
   * execution, or the end is too near to begin anything. The read that confirmed
   * the bid counts once, if it was a moment ago.
   *
   * @throws {SlackFailure} if the record cannot be read. The caller may ask again.
   */
  async isHeld(): Promise<boolean> {
    const { store, clock } = this.#contest;
    if (this.#over || clock.now() >= this.endsAtMs) return false;
    const confirmedAtMs = this.#confirmedAtMs;
    this.#confirmedAtMs = -Infinity;
    if (clock.now() - confirmedAtMs < JUST_CONFIRMED_MS) return true;
    if (!isSameBid(await store.read(), this.#bid)) this.#over = true;
    return !this.#over && clock.now() < this.endsAtMs;
  }

  /**
   * Frees the lease, unless it was lost or its end is near: the record may then
   * belong to another execution by the time this write lands. The write is sent
   * once, and a failure is ignored: an unanswered write may have landed, so a
   * second one could free the next holder's lease. If it did not land, the lease
   * ends by itself.
   */
  async release(): Promise<void> {
    const { store, clock } = this.#contest;
    if (this.#over || clock.now() >= this.endsAtMs) return;
    this.#over = true;
    try {
      await store.write({ holder: "", untilMs: 0 });
    } catch {
      // It ends by itself.
    }
  }
}

/**
 * Takes the lease by Fischer's mutual exclusion, for a store without conditional
 * writes: read that it is free, write a bid, wait, and hold the lease if the bid
 * is still there.
 *
 * Why at most one execution holds it: let B's bid land after A's. B read the
 * record as free, so B saw it as it was before A's bid landed, and sent that read
 * at most `staleMs` after A's landing. B's bid landed at most `gapMs` later:
 * `gapMs` counts from sending that read to the acknowledgement, and a write lands
 * before it is acknowledged. So B has overwritten A within `staleMs + gapMs` =
 * 2.2 s of A's landing. A confirms with a read sent at least `waitMs` after its
 * own landing. That read returns what was true at most `staleMs` before, so at
 * least `waitMs - staleMs` = 2.3 s after A's landing. A sees B.
 *
 * An attempt is void if its answer comes too late or never, and its bid stays.
 * Its landing time is unknown, so it may lie over a holder's record. Freeing it,
 * or reading an own old bid as free, would let in a second execution beside that
 * holder. Left alone, it is busy until its end, which is safe: it ends at most
 * `landingMs` and the skew of two clocks before the record beneath it would have,
 * and a holder stops `marginMs` before that. `marginMs` is twice both, since a
 * release may be as late as a bid.
 *
 * @param me The id of the execution.
 * @param giveUpAtMs Unix milliseconds. An attempt that would have to wait longer
 *   does not begin.
 * @returns `null` if it could not be taken by then.
 * @throws {SlackFailure} if the record cannot be read or written. A transient
 *   failure is retried once, after the wait that Slack asks for.
 */
export async function takeLease(
  store: LeaseStore,
  clock: Clock,
  me: string,
  giveUpAtMs: number,
  timing: LeaseTiming = LEASE_TIMING,
): Promise<Lease | null> {
  const contest = { store, clock, me, giveUpAtMs, timing };
  let failed = false;
  let nextMs = clock.now();
  while (nextMs + timing.waitMs <= giveUpAtMs) {
    if (nextMs > clock.now()) await clock.sleep(nextMs - clock.now());
    try {
      const attempted = await attempt(contest);
      if (attempted instanceof Lease) return attempted;
      nextMs = attempted;
    } catch (failure) {
      const pauseMs = failed ? null : pauseAfter(failure, timing);
      if (pauseMs === null) throw failure;
      nextMs = clock.now() + pauseMs;
      if (nextMs + timing.waitMs > giveUpAtMs) throw failure;
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
  giveUpAtMs: number;
  timing: LeaseTiming;
}

/** @returns the lease, or when to try again (Unix milliseconds). */
async function attempt(contest: Contest): Promise<Lease | number> {
  const { store, clock, me, timing } = contest;
  const readSent = clock.now();
  const found = await store.read();
  const now = clock.now();
  if (!isFree(found, now)) return nextAttemptAt(found, now, timing);
  // A late bid is not even sent: a void bid blocks every execution.
  if (now - readSent > timing.gapMs) return now + timing.retryMs;
  const bid = { holder: me, untilMs: now + timing.leaseMs };
  await store.write(bid);
  const acknowledged = clock.now();
  if (acknowledged - readSent > timing.gapMs) {
    return acknowledged + timing.retryMs;
  }
  await clock.sleep(timing.waitMs);
  const confirmed = await confirm(contest);
  const later = clock.now();
  const lease = new Lease(contest, bid, later);
  if (isSameBid(confirmed, bid) && later < lease.endsAtMs) return lease;
  return nextAttemptAt(confirmed, later, timing);
}

/** Reads again after a failure: a late read is safe, and giving up would leave the bid in place. */
async function confirm(
  { store, clock, giveUpAtMs, timing }: Contest,
): Promise<LeaseRecord | null> {
  try {
    return await store.read();
  } catch (failure) {
    const pauseMs = pauseAfter(failure, timing);
    if (pauseMs === null || clock.now() + pauseMs > giveUpAtMs) throw failure;
    await clock.sleep(pauseMs);
    return await store.read();
  }
}

/** A holder that died leaves a record whose end has passed. */
function isFree(record: LeaseRecord | null, now: number): boolean {
  return record === null || record.holder === "" || record.untilMs <= now;
}

/** Compares the end too: an earlier bid of the same execution may land late, over another's. */
function isSameBid(record: LeaseRecord | null, bid: LeaseRecord): boolean {
  return record?.holder === bid.holder && record.untilMs === bid.untilMs;
}

/** Never at once, so that executions that lost to each other do not race again. */
function nextAttemptAt(
  record: LeaseRecord | null,
  now: number,
  { retryMs }: LeaseTiming,
): number {
  if (record === null || isFree(record, now)) return now + retryMs;
  return Math.min(now + retryMs, record.untilMs);
}

/** @returns milliseconds to wait before a failed attempt is repeated; `null` if that would be useless. */
function pauseAfter(
  failure: unknown,
  { retryMs }: LeaseTiming,
): number | null {
  if (!(failure instanceof SlackFailure)) return null;
  const transient = failure.kind === "retry" || failure.kind === "unknown";
  return transient ? retryAfterMs(failure) ?? retryMs : null;
}
