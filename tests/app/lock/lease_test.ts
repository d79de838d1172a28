import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Clock } from "../../../clock.ts";
import {
  ASSUMED,
  type Lease,
  LEASE_TIMING,
  type LeaseRecord,
  type LeaseStore,
  takeLease,
} from "../../../app/lock/lease.ts";
import { APP, type FailureKind, SlackFailure } from "../../../slack/failure.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const FREE: LeaseRecord = { holder: "", untilMs: 0 };
const {
  leaseMs: LEASE,
  gapMs: GAP,
  waitMs: WAIT,
  retryMs: LOOK,
  marginMs: MARGIN,
} = LEASE_TIMING;

/** What happens to one call. */
interface Call {
  /** Milliseconds from sending to answer. */
  takes?: number;
  fails?: Error;
  /** Whether a write that fails is done all the same. */
  lands?: boolean;
  /** Happens to the record right before the call is served. */
  before?: () => void;
}

/** A record, and a clock that moves by itself when somebody waits. */
class Bench implements LeaseStore {
  now = NOW;
  record: LeaseRecord | null = null;
  slept: number[] = [];
  written: LeaseRecord[] = [];
  reads = 0;
  /** By their order; calls beyond the last one take no time. */
  readCalls: Call[] = [];
  writeCalls: Call[] = [];

  clock: Clock = {
    now: () => this.now,
    sleep: (ms) => {
      assert(ms > 0, `slept for ${ms} ms`);
      this.slept.push(ms);
      this.now += ms;
      return Promise.resolve();
    },
    deadline: () => {
      throw new Error("no deadline is needed");
    },
  };

  read(): Promise<LeaseRecord | null> {
    const call = this.readCalls[this.reads++] ?? {};
    call.before?.();
    const { record } = this;
    return this.#answer(call, record && { ...record });
  }

  write(record: LeaseRecord): Promise<void> {
    const call = this.writeCalls[this.written.length] ?? {};
    call.before?.();
    this.written.push(record);
    if (!call.fails || call.lands) this.record = record;
    return this.#answer(call, undefined);
  }

  #answer<T>({ takes = 0, fails }: Call, answer: T): Promise<T> {
    this.now += takes;
    return fails ? Promise.reject(fails) : Promise.resolve(answer);
  }

  /** Another execution bids for it, for as long as a bid lasts. */
  bidBy(holder: string, lasts = LEASE): LeaseRecord {
    return this.record = { holder, untilMs: this.now + lasts };
  }

  take(patience = MINUTE): Promise<Lease | null> {
    return takeLease(this, this.clock, "Fx1", this.now + patience);
  }

  async taken(): Promise<Lease> {
    const lease = await this.take();
    assert(lease, "the lease was not to be had");
    return lease;
  }
}

function failure(
  kind: FailureKind,
  retryAfter: number | null = null,
): SlackFailure {
  const method = "apps.datastore.put";
  return new SlackFailure(method, "refused", kind, APP, retryAfter);
}

Deno.test("the numbers suffice for what is assumed", () => {
  assert(WAIT > GAP + 2 * ASSUMED.staleMs);
  assert(MARGIN >= 2 * ASSUMED.landingMs + 2 * ASSUMED.skewMs);
  assert(LEASE - MARGIN > MINUTE, "it outlasts the execution that holds it");
});

Deno.test("a free lease is bid for, waited for, and held", async () => {
  const ended = { holder: "Fx0", untilMs: NOW };
  for (const record of [null, FREE, ended]) {
    const bench = new Bench();
    bench.record = record;
    bench.readCalls = [{ takes: 200 }];
    bench.writeCalls = [{ takes: 300 }];
    const lease = await bench.taken();
    const bid = { holder: "Fx1", untilMs: NOW + 200 + LEASE };
    assertEquals(bench.written, [bid]);
    assertEquals(bench.slept, [WAIT]);
    assertEquals(bench.reads, 2);
    assertEquals(lease.endsAtMs, bid.untilMs - MARGIN);
  }
});

Deno.test("a busy lease is read again every two seconds", async () => {
  const bench = new Bench();
  bench.bidBy("Fx0");
  bench.readCalls = [{}, {}, { before: () => bench.record = FREE }];
  await bench.taken();
  assertEquals(bench.slept, [LOOK, LOOK, WAIT]);
});

Deno.test("an execution that finds it busy gives up in time, and writes nothing", async () => {
  const bench = new Bench();
  bench.bidBy("Fx0");
  assertEquals(await bench.take(10_000), null);
  assertEquals(bench.now, NOW + 6_000, "an attempt from 8 s on would be late");
  assertEquals(bench.written, []);
});

Deno.test("no attempt begins that would have to wait too long", async () => {
  const bench = new Bench();
  assertEquals(await bench.take(WAIT - 1), null);
  assertEquals(bench.reads, 0);
  assert(await bench.take(WAIT));
});

Deno.test("what a dead holder left is taken at its end", async () => {
  const bench = new Bench();
  bench.bidBy("Fx0", 2 * LOOK + 700);
  await bench.taken();
  assertEquals(bench.slept, [LOOK, LOOK, 700, WAIT]);
});

Deno.test("a read that took too long is followed by no bid", async () => {
  const bench = new Bench();
  bench.readCalls = [{ takes: GAP + 1 }];
  await bench.taken();
  assertEquals(bench.slept, [LOOK, WAIT]);
  assertEquals(bench.written.length, 1);
});

Deno.test("read and bid together may take a second and a half", async () => {
  for (
    const [takes, held] of [[GAP - 700, true], [GAP - 699, false]] as const
  ) {
    const bench = new Bench();
    bench.readCalls = [{ takes: 700 }];
    bench.writeCalls = [{ takes }];
    assertEquals(await bench.take() !== null, held);
  }
});

Deno.test("a bid that came too late is busy until its end, and left alone", async () => {
  const bench = new Bench();
  bench.writeCalls = [{ takes: GAP + 1 }];
  assertEquals(await bench.take(), null);
  const bid = { holder: "Fx1", untilMs: NOW + LEASE };
  assertEquals(bench.written, [bid]);
  assertEquals(bench.record, bid);
  bench.now = bid.untilMs - 1;
  assertEquals(await bench.take(WAIT), null);
  assert(await bench.take(WAIT + 1));
});

Deno.test("the loser waits for the winner", async () => {
  const bench = new Bench();
  bench.readCalls = [{}, { before: () => bench.bidBy("Fx2") }];
  assertEquals(await bench.take(10_000), null);
  assertEquals(bench.slept, [WAIT, LOOK, LOOK]);
  assertEquals(bench.written.length, 1);
});

Deno.test("the loser does not race again at once", async () => {
  const bench = new Bench();
  bench.readCalls = [{}, { before: () => bench.record = FREE }];
  await bench.taken();
  assertEquals(bench.slept, [WAIT, LOOK, WAIT]);
});

Deno.test("an earlier bid of its own confirms nothing", async () => {
  const bench = new Bench();
  const late = { holder: "Fx1", untilMs: NOW + LEASE - 5_000 };
  bench.readCalls = [{}, { before: () => bench.record = late }];
  assertEquals(await bench.take(10_000), null);
});

Deno.test("a bid that lost its answer but landed is not held", async () => {
  const bench = new Bench();
  bench.writeCalls = [{ fails: failure("unknown"), lands: true }];
  assertEquals(await bench.take(), null);
  assertEquals(bench.written.length, 1);
});

Deno.test("a lost bid is made again", async () => {
  const bench = new Bench();
  bench.writeCalls = [{ fails: failure("unknown") }];
  const lease = await bench.taken();
  assertEquals(bench.slept, [LOOK, WAIT]);
  assertEquals(lease.endsAtMs, NOW + LOOK + LEASE - MARGIN);
  assertEquals(await lease.isHeld(), true);
});

Deno.test("the wait that Slack asks for is obeyed once, then everything is done again", async () => {
  const limited = failure("retry", 7);
  for (const calls of ["readCalls", "writeCalls"] as const) {
    const bench = new Bench();
    bench[calls] = [{ fails: limited }];
    await bench.taken();
    assertEquals(bench.slept, [7_000, WAIT]);
    const twice = new Bench();
    twice[calls] = [{ fails: limited }, { fails: limited }];
    const thrown = await assertRejects(() => twice.take());
    assertEquals(thrown, limited);
  }
});

Deno.test("a failure that cannot be waited out is thrown", async () => {
  const lasting = [failure("everybody"), new Error("broken")];
  for (const fails of [...lasting, failure("retry", 58)]) {
    const bench = new Bench();
    bench.writeCalls = [{ fails }];
    assertEquals(await assertRejects(() => bench.take()), fails);
    assertEquals(bench.slept, []);
  }
});

Deno.test("a confirmation that failed is asked for once more", async () => {
  const bench = new Bench();
  bench.readCalls = [{}, { fails: failure("retry", 4) }];
  await bench.taken();
  assertEquals(bench.slept, [WAIT, 4_000]);
  assertEquals(bench.written.length, 1);
  const twice = new Bench();
  const fails = failure("retry");
  twice.readCalls = [{}, { fails }, { fails }];
  assertEquals(await twice.take(10_000), null);
  assertEquals(twice.written.length, 1, "its own bid is busy");
});

Deno.test("a confirmation that cannot be waited for fails", async () => {
  const bench = new Bench();
  const fails = failure("retry", 58);
  bench.readCalls = [{}, { fails }];
  assertEquals(await assertRejects(() => bench.take()), fails);
  assertEquals(bench.slept, [WAIT]);
});

Deno.test("a confirmation too near the end confirms nothing", async () => {
  const bench = new Bench();
  bench.readCalls = [{}, { takes: LEASE - MARGIN - WAIT }];
  assertEquals(await bench.take(), null);
});

Deno.test("what confirmed it a moment ago is not read again, once", async () => {
  const bench = new Bench();
  const lease = await bench.taken();
  const { reads } = bench;
  assertEquals(await lease.isHeld(), true);
  assertEquals(bench.reads, reads);
  assertEquals(await lease.isHeld(), true);
  assertEquals(bench.reads, reads + 1);
  const later = new Bench();
  const other = await later.taken();
  later.now += 700;
  later.bidBy("Fx2");
  assertEquals(await other.isHeld(), false);
});

Deno.test("a lease is held until another bid is read, and not again", async () => {
  const bench = new Bench();
  const lease = await bench.taken();
  await lease.isHeld();
  const ours = bench.record;
  assertEquals(await lease.isHeld(), true);
  bench.bidBy("Fx2");
  assertEquals(await lease.isHeld(), false);
  bench.record = ours;
  assertEquals(await lease.isHeld(), false);
});

Deno.test("it is not held where the record is gone, or an earlier bid", async () => {
  const earlier = { holder: "Fx1", untilMs: NOW + LEASE - 1 };
  for (const record of [null, FREE, earlier]) {
    const bench = new Bench();
    const lease = await bench.taken();
    await lease.isHeld();
    bench.record = record;
    assertEquals(await lease.isHeld(), false);
  }
});

Deno.test("it is not held near its end, nor when the answer comes then", async () => {
  const bench = new Bench();
  const lease = await bench.taken();
  bench.now = lease.endsAtMs - 1;
  assertEquals(await lease.isHeld(), true);
  bench.readCalls[bench.reads] = { takes: 1 };
  assertEquals(await lease.isHeld(), false);
  const { reads } = bench;
  assertEquals(await lease.isHeld(), false);
  assertEquals(bench.reads, reads, "the clock alone tells");
});

Deno.test("a read that fails throws, and can be repeated", async () => {
  const bench = new Bench();
  const lease = await bench.taken();
  await lease.isHeld();
  const fails = failure("retry");
  bench.readCalls[bench.reads] = { fails };
  assertEquals(await assertRejects(() => lease.isHeld()), fails);
  assertEquals(await lease.isHeld(), true);
});

Deno.test("what is released is free, and held no more", async () => {
  const bench = new Bench();
  const lease = await bench.taken();
  await lease.release();
  assertEquals(bench.record, FREE);
  assertEquals(await lease.isHeld(), false);
  const theirs = bench.bidBy("Fx2");
  await lease.release();
  assertEquals(bench.record, theirs);
});

Deno.test("near its end it is not released any more", async () => {
  for (const [early, written] of [[1, 2], [0, 1]] as const) {
    const bench = new Bench();
    const lease = await bench.taken();
    bench.now = lease.endsAtMs - early;
    await lease.release();
    assertEquals(bench.written.length, written);
  }
});

Deno.test("what was seen lost is not released", async () => {
  const bench = new Bench();
  const lease = await bench.taken();
  await lease.isHeld();
  const theirs = bench.bidBy("Fx2");
  await lease.isHeld();
  await lease.release();
  assertEquals(bench.record, theirs);
});

Deno.test("a release without an answer neither throws nor is repeated", async () => {
  for (const fails of [failure("unknown"), failure("retry", 1)]) {
    const bench = new Bench();
    const lease = await bench.taken();
    bench.writeCalls[1] = { fails };
    await lease.release();
    await lease.release();
    assertEquals(bench.written.length, 2);
    assertEquals(bench.slept, [WAIT]);
  }
});
