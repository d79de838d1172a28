import { assert, assertEquals } from "@std/assert";
import { observeClaims } from "../../../app/state/observation.ts";
import {
  dndAccess,
  type PartAccess,
  statusAccess,
} from "../../../app/sync/part_access.ts";
import {
  type PartSync,
  requeue,
  retryOnce,
} from "../../../app/sync/part_sync.ts";
import { Queue } from "../../../app/sync/queue.ts";
import {
  type Bench,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";

const SET = "users.profile.set";
const EXTERNAL = "apps.auth.external.get";
const NAMES = Array.from({ length: 60 }, (_, index) => `p${index + 10}`);
const IDS = NAMES.map((name) => `U${name.toUpperCase()}`);

interface Options {
  desired?: "absent" | "present";
  env?: Record<string, string>;
  /** Whether they are connected by an account of their own. */
  connected?: boolean;
}

/** A pass over everybody with a claim of the last run, or with none at all. */
async function open(
  access: PartAccess<"status"> | PartAccess<"dnd">,
  { desired = "present", env = {}, connected = true }: Options = {},
): Promise<{ bench: Bench; pass: PartSync<"status"> }> {
  const people = NAMES.map((name) => optedIn(name));
  const bench = openBench(people, [], { env });
  const execution = bench.execution();
  const observation = await observeClaims(execution);
  for (const id of connected ? IDS : []) {
    const consent = { person: id, external_token_id: `Et-${id}` };
    observation.consents.set(id, consent as never);
  }
  const pass = {
    execution,
    observation,
    access,
    desired,
    allowed: new Set(),
    override: null,
  };
  return { bench, pass: pass as unknown as PartSync<"status"> };
}

function use({ execution }: PartSync<"status">, limit: string, times: number) {
  for (let count = 0; count < times; count++) {
    execution.rateLimiter.count(limit);
  }
}

Deno.test("people are served in their order, so many at a time", async () => {
  const { bench, pass } = await open(statusAccess);
  const queue = new Queue(pass, IDS);
  assertEquals(queue.waitForNext(), 0);
  assertEquals(queue.take(25), IDS.slice(0, 25));
  assertEquals(queue.take(10), IDS.slice(25, 35));
  assertEquals([queue.length, queue.people], [25, IDS.slice(35)]);
  bench.close();
});

Deno.test("no more are taken than Slack's rates let be written", async () => {
  const { bench, pass } = await open(statusAccess);
  use(pass, SET, 45);
  const queue = new Queue(pass, IDS);
  assertEquals(queue.take(25), IDS.slice(0, 5));
  use(pass, SET, 5);
  assertEquals(queue.take(25), []);
  assertEquals(queue.waitForNext(), 60_000);
  bench.pass(60);
  assertEquals(queue.waitForNext(), 0);
  assertEquals(queue.take(25), IDS.slice(5, 30));
  bench.close();
});

Deno.test("nor than it lets tokens be asked for, unless they are known", async () => {
  for (const [connected, taken] of [[true, 2], [false, 25]] as const) {
    const { bench, pass } = await open(statusAccess, { connected });
    use(pass, EXTERNAL, 48);
    assertEquals(new Queue(pass, IDS).take(25).length, taken);
    bench.close();
  }
});

Deno.test("one admin's token serves thirty people a minute, two serve more", async () => {
  const admins = [["xoxp-a", 30], ["xoxp-a,xoxp-b", 50]] as const;
  for (const [ADMIN_TOKENS, most] of admins) {
    const env = { ADMIN_TOKENS };
    const { bench, pass } = await open(statusAccess, { connected: false, env });
    const taken = new Queue(pass, IDS).take(60);
    assertEquals(taken.length, most);
    bench.close();
  }
});

Deno.test("giving a snooze back counts under another method than setting one", async () => {
  for (const [desired, taken] of [["present", 5], ["absent", 20]] as const) {
    const { bench, pass } = await open(dndAccess, { desired });
    use(pass, "dnd.setSnooze", 15);
    assertEquals(new Queue(pass, IDS).take(25).length, taken, desired);
    bench.close();
  }
});

Deno.test("whoever must wait is served once it is time, and others before them", async () => {
  const { bench, pass } = await open(statusAccess);
  const queue = new Queue(pass, IDS.slice(0, 3));
  const [first] = queue.take(1);
  assert(queue.put(retryOnce(first!, 20_000, "429")));
  assertEquals(queue.take(25), IDS.slice(1, 3));
  assertEquals([queue.length, queue.waitForNext()], [1, 20_000]);
  assertEquals(queue.take(25), []);
  bench.pass(20);
  assertEquals(queue.take(25), [first]);
  bench.close();
});

Deno.test("whoever Slack refused is tried once more; whose turn it was not, as often as it takes", async () => {
  const { bench, pass } = await open(statusAccess);
  const queue = new Queue(pass, []);
  assertEquals(queue.put(retryOnce("UP10", 0, "429")), true);
  assertEquals(queue.put(retryOnce("UP10", 0, "429")), false);
  for (let times = 0; times < 5; times++) {
    assertEquals(queue.put(requeue("UP11", 1000)), true);
  }
  assertEquals(queue.put(retryOnce("UP11", 0, "429")), true);
  bench.close();
});

Deno.test("the queue of the served is empty, and waits for nobody", async () => {
  const { bench, pass } = await open(statusAccess);
  const queue = new Queue(pass, IDS.slice(0, 2));
  queue.take(25);
  assertEquals([queue.length, queue.people, queue.take(25)], [0, [], []]);
  assertEquals(queue.waitForNext(), Infinity);
  bench.close();
});

Deno.test("of sixty snoozes no minute sees more than twenty", async () => {
  const people = NAMES.map((name) => optedIn(name, {}, { presence: false }));
  const bench = openBench(people, [schedule("pto", NAMES)], {
    rates: "documented",
  });
  for (let run = 0; run < 4; run++) {
    await bench.sync();
    bench.pass(60 - 8);
  }
  const limited = bench.slack.arrived.filter(({ method }) =>
    method === "dnd.setSnooze"
  );
  assertEquals(limited.length, 60);
  for (const { at } of limited) {
    const within = limited.filter((each) =>
      each.at > at - 60_000 && each.at <= at
    );
    assert(within.length <= 20, `${within.length} in a minute`);
  }
  bench.close();
});
