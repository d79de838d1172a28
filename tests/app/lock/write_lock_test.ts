import { assert, assertEquals, assertRejects } from "@std/assert";
import { withWriteLock } from "../../../app/lock/write_lock.ts";
import { leases } from "../../../slack/records/lease.ts";
import { NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench, TO_LEASE } from "../../functions/step_bench.ts";

const SET = "users.profile.set";

function leaseOf(bench: Bench) {
  return leases.parse(bench.slack.items("runs").get("lease")!);
}

/** The lease as another execution holds it for so many seconds. */
function heldElsewhere(bench: Bench, seconds: number, history = {}): void {
  const until = bench.slack.clock.ms + seconds * 1000;
  const item = { id: "lease", holder: "FxOther", until, history } as const;
  bench.slack.items("runs").set("lease", leases.format(item));
}

Deno.test("work is done while the lease is held, and it is free afterwards", async () => {
  const bench = openBench([], []);
  const execution = bench.execution();
  const result = await withWriteLock(execution, async (lease) => {
    assertEquals(leaseOf(bench).holder, execution.id);
    assert(await lease.isHeld());
    return "done";
  });
  assertEquals(result, "done");
  assertEquals(leaseOf(bench).holder, "");
  assertEquals(bench.slack.clock.slept, [TO_LEASE * 1000]);
  bench.close();
});

Deno.test("it is free although the work fails", async () => {
  const bench = openBench([], []);
  const execution = bench.execution();
  const work = () => Promise.reject(new Error("no"));
  await assertRejects(() => withWriteLock(execution, work), Error, "no");
  assertEquals(leaseOf(bench).holder, "");
  bench.close();
});

Deno.test("an execution that finds another at work waits for it", async () => {
  const bench = openBench([], []);
  heldElsewhere(bench, 20);
  const done = await withWriteLock(bench.execution(), () => Promise.resolve(1));
  assertEquals(done, 1);
  const waited = bench.slack.clock.ms / 1000 - NOW;
  assert(waited >= 20 + TO_LEASE, `${waited} s`);
  bench.close();
});

Deno.test("nothing is done when there would be no time left for it", async () => {
  const bench = openBench([], []);
  heldElsewhere(bench, 75);
  let begun = false;
  const done = await withWriteLock(bench.execution(), () => {
    begun = true;
    return Promise.resolve(1);
  });
  assertEquals([done, begun], [null, false]);
  assertEquals(leaseOf(bench).holder, "FxOther");
  // Three quarters of a minute, less five seconds of work.
  const waited = bench.slack.clock.ms / 1000 - NOW;
  assert(waited <= 40 - TO_LEASE, `${waited} s`);
  bench.close();
});

Deno.test("with the lease comes what the executions before have used of the rates", async () => {
  const bench = openBench([], []);
  const first = bench.execution();
  await withWriteLock(first, () => {
    for (let count = 0; count < 50; count++) first.rateLimiter.count(SET);
    return Promise.resolve();
  });
  const used = bench.slack.clock.ms;
  assertEquals(leaseOf(bench).history[SET]!.length, 50);
  const second = bench.execution();
  assertEquals(second.rateLimiter.waitMs(SET), 0);
  await withWriteLock(second, () => {
    const wait = second.rateLimiter.waitMs(SET);
    assertEquals(bench.slack.clock.ms + wait, used + 60_000);
    return Promise.resolve();
  });
  // And it goes on to the next one.
  const third = bench.execution();
  await withWriteLock(third, () => {
    assert(third.rateLimiter.waitMs(SET) > 0);
    return Promise.resolve();
  });
  bench.close();
});

Deno.test("a holder that dies leaves what those before it had used", async () => {
  const bench = openBench([], []);
  const history = { [SET]: Array(50).fill(NOW * 1000) };
  heldElsewhere(bench, -1, history);
  const dead = bench.execution();
  // It begins its work, and is never heard of again.
  await new Promise<void>((begun) => {
    withWriteLock(dead, () => {
      begun();
      return new Promise<never>(() => {});
    });
  });
  assertEquals(leaseOf(bench).holder, dead.id);
  assertEquals(leaseOf(bench).history, history);
  bench.close();
});

Deno.test("a lease that does not parse has no holder, and is repaired", async () => {
  const bench = openBench([], []);
  const broken = { id: "lease", schema_version: 9, body: "?" };
  bench.slack.items("runs").set("lease", broken);
  const done = await withWriteLock(bench.execution(), () => Promise.resolve(1));
  assertEquals(done, 1);
  assertEquals(leaseOf(bench).holder, "");
  bench.close();
});
