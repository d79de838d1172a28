import { assert, assertEquals } from "@std/assert";
import { VirtualClock } from "../virtual_clock.ts";

Deno.test("events happen in order of time, then of creation", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const seen: string[] = [];
  const note = (name: string) => () => seen.push(`${name}@${clock.now()}`);
  clock.schedule(30, note("c"));
  clock.schedule(10, note("a"));
  clock.schedule(30, note("d"));
  clock.schedule(20, note("b"));
  clock.schedule(31, note("late"));
  await clock.move(30);
  assertEquals(seen, ["a@10", "b@20", "c@30", "d@30"]);
});

Deno.test("many events in no order come out sorted", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const seen: number[] = [];
  for (let n = 0; n < 500; n++) {
    const at = (n * 7919) % 503;
    clock.schedule(at, () => seen.push(at));
  }
  await clock.move(1_000);
  assertEquals(seen, [...seen].sort((a, b) => a - b));
  assertEquals(seen.length, 500);
});

Deno.test("a cancelled event does not happen", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const seen: string[] = [];
  clock.schedule(5, () => seen.push("kept"));
  clock.schedule(5, () => seen.push("cancelled")).cancelled = true;
  await clock.move(10);
  assertEquals(seen, ["kept"]);
});

Deno.test("time stands still until moved, and never goes back", async () => {
  const clock = new VirtualClock({ nowMs: 1_000 });
  await clock.move(5_000);
  assertEquals(clock.now(), 5_000);
  await clock.move(2_000);
  assertEquals(clock.now(), 5_000);
});

Deno.test("events that an event adds within the move also happen", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const execution = clock.executionClock();
  const seen: number[] = [];
  clock.schedule(10, async () => {
    for (let n = 0; n < 3; n++) {
      await execution.sleep(10);
      seen.push(clock.now());
    }
    execution.stop();
  });
  const waits = execution.beginWait();
  await clock.move(100);
  waits();
  assertEquals(seen, [20, 30, 40]);
});

Deno.test("the clock waits for work in the machine's time", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const execution = clock.executionClock();
  let at = -1;
  const work = async () => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    at = clock.now();
    execution.stop();
  };
  clock.schedule(10, () => void work());
  clock.schedule(20, () => {});
  const idle = execution.beginWait();
  clock.schedule(10, idle);
  await clock.move(20);
  assertEquals(at, 10);
});

Deno.test("a move goes on while work is under way", async () => {
  let busy = false;
  const clock = new VirtualClock({ nowMs: 0, busy: () => busy });
  clock.schedule(10, () => busy = true);
  clock.schedule(50, () => busy = false);
  clock.schedule(90, () => {
    throw new Error("nothing was under way any more");
  });
  await clock.move(20);
  assertEquals(clock.now(), 50);
});

Deno.test("two moves at once share one passage of time", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const seen: number[] = [];
  clock.schedule(10, () => seen.push(10));
  clock.schedule(40, () => seen.push(40));
  await Promise.all([clock.move(10), clock.move(40)]);
  assertEquals(seen, [10, 40]);
  assertEquals(clock.now(), 40);
});

Deno.test("a deadline aborts, and the clock does not wait for it", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const execution = clock.executionClock();
  const signal = execution.deadline(30);
  assert(!execution.waiting);
  const done = execution.beginWait();
  await clock.move(29);
  assert(!signal.aborted);
  await clock.move(30);
  assert(signal.aborted);
  assertEquals((signal.reason as Error).name, "TimeoutError");
  done();
});

Deno.test("a stopped execution's sleeps and deadlines never come", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const execution = clock.executionClock();
  let woke = false;
  execution.sleep(10).then(() => woke = true);
  const signal = execution.deadline(10);
  execution.stop();
  execution.sleep(0).then(() => woke = true);
  await clock.move(100);
  assert(!woke);
  assert(!signal.aborted);
});

Deno.test("under realtime, time passes and events come by themselves", async () => {
  const clock = new VirtualClock({ nowMs: 1_000_000, realtime: true });
  const start = clock.now();
  const seen = await new Promise<number>((resolve) => {
    clock.schedule(start + 40, () => resolve(clock.now()));
  });
  assert(seen >= start + 40 && seen < start + 2_000, `came at ${seen}`);
  await clock.move(start + 3_600_000);
  assert(clock.now() >= start + 3_600_000);
  clock.close();
});

Deno.test("thousands of events a second", async () => {
  const clock = new VirtualClock({ nowMs: 0 });
  const execution = clock.executionClock();
  const work = async () => {
    for (let n = 0; n < 20_000; n++) await execution.sleep(1);
    execution.stop();
  };
  const working = work();
  await clock.move(20_000);
  await working;
  assertEquals(clock.now(), 20_000);
});
