import { assert, assertEquals } from "@std/assert";
import {
  desiredState,
  MANUAL,
  noRoster,
} from "../../../app/state/desired_state.ts";
import { People } from "../../../app/state/people.ts";
import { StepLog } from "../../../app/state/step_log.ts";
import {
  dndAccess,
  type PartAccess,
  statusAccess,
} from "../../../app/sync/part_access.ts";
import {
  openSync,
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

interface Opened {
  bench: Bench;
  sync: PartSync<"status">;
  /** The queue of these people. */
  queueOf(ids: string[]): Queue<"status">;
}

/** One part of people who have no claim. */
function open(
  access: PartAccess<"status"> | PartAccess<"dnd">,
  { desired = "present", env = {}, connected = true }: Options = {},
): Opened {
  const bench = openBench(NAMES.map((name) => optedIn(name)), [], { env });
  const execution = bench.execution();
  const none = { records: new Map(), broken: [] };
  const log = new StepLog();
  const consents = (connected ? IDS : []).map((id) =>
    [id, { person: id, states: [], external_token_id: `Et-${id}` }] as const
  );
  const people = new People(
    execution,
    desiredState(noRoster(execution), none.records, MANUAL),
    none,
    { records: new Map(consents) as never, broken: [] },
    log,
  );
  const allowed = new Set<never>();
  const part = {
    ...openSync(execution, people, log, null),
    access,
    desired,
    allowed,
  };
  const sync = part as unknown as PartSync<"status">;
  const queueOf = (ids: string[]) =>
    new Queue(sync, ids.map((id) => people.of(id)));
  return { bench, sync, queueOf };
}

function take(queue: Queue<"status">, most: number): string[] {
  return queue.take(most).map(({ person }) => person.id);
}

function waiting(queue: Queue<"status">): string[] {
  return queue.contexts.map(({ person }) => person.id);
}

function use({ execution }: PartSync<"status">, limit: string, times: number) {
  for (let count = 0; count < times; count++) {
    execution.rateLimiter.count(limit);
  }
}

Deno.test("people are served in order, up to the limit at a time", () => {
  const { bench, queueOf } = open(statusAccess);
  const queue = queueOf(IDS);
  assertEquals(queue.waitForNext(), 0);
  assertEquals(take(queue, 25), IDS.slice(0, 25));
  assertEquals(take(queue, 10), IDS.slice(25, 35));
  assertEquals([queue.length, waiting(queue)], [25, IDS.slice(35)]);
  bench.close();
});

Deno.test("no more are taken than Slack's rates let be written", () => {
  const { bench, sync, queueOf } = open(statusAccess);
  use(sync, SET, 45);
  const queue = queueOf(IDS);
  assertEquals(take(queue, 25), IDS.slice(0, 5));
  use(sync, SET, 5);
  assertEquals(take(queue, 25), []);
  assertEquals(queue.waitForNext(), 60_000);
  bench.pass(60);
  assertEquals(queue.waitForNext(), 0);
  assertEquals(take(queue, 25), IDS.slice(5, 30));
  bench.close();
});

Deno.test("no more are taken than Slack lets tokens be asked for, unless the tokens are known", () => {
  for (const [connected, taken] of [[true, 2], [false, 25]] as const) {
    const { bench, sync, queueOf } = open(statusAccess, { connected });
    use(sync, EXTERNAL, 48);
    assertEquals(take(queueOf(IDS), 25).length, taken);
    bench.close();
  }
});

Deno.test("one admin's token serves thirty people a minute, two serve more", () => {
  const admins = [["xoxp-a", 30], ["xoxp-a,xoxp-b", 50]] as const;
  for (const [ADMIN_TOKENS, most] of admins) {
    const env = { ADMIN_TOKENS };
    const { bench, queueOf } = open(statusAccess, {
      connected: false,
      env,
    });
    const taken = take(queueOf(IDS), 60);
    assertEquals(taken.length, most);
    bench.close();
  }
});

Deno.test("restoring DND counts under another method than setting it", () => {
  for (const [desired, taken] of [["present", 5], ["absent", 20]] as const) {
    const { bench, sync, queueOf } = open(dndAccess, { desired });
    use(sync, "dnd.setSnooze", 15);
    assertEquals(take(queueOf(IDS), 25).length, taken, desired);
    bench.close();
  }
});

Deno.test("a person who must wait is served once it is time, and others before them", () => {
  const { bench, queueOf } = open(statusAccess);
  const queue = queueOf(IDS.slice(0, 3));
  const [first] = queue.take(1);
  assert(queue.put(retryOnce(first!, 20_000, "429")));
  assertEquals(take(queue, 25), IDS.slice(1, 3));
  assertEquals([queue.length, queue.waitForNext()], [1, 20_000]);
  assertEquals(take(queue, 25), []);
  bench.pass(20);
  assertEquals(queue.take(25), [first]);
  bench.close();
});

Deno.test("a person whom Slack refused is tried once more; one whose turn it was not, as often as it takes", () => {
  const { bench, sync, queueOf } = open(statusAccess);
  const queue = queueOf([]);
  assertEquals(queue.put(retryOnce(sync.people.of("UP10"), 0, "429")), true);
  assertEquals(queue.put(retryOnce(sync.people.of("UP10"), 0, "429")), false);
  for (let times = 0; times < 5; times++) {
    assertEquals(queue.put(requeue(sync.people.of("UP11"), 1000)), true);
  }
  assertEquals(queue.put(retryOnce(sync.people.of("UP11"), 0, "429")), true);
  bench.close();
});

Deno.test("a queue with everybody served is empty, and waits for no one", () => {
  const { bench, queueOf } = open(statusAccess);
  const queue = queueOf(IDS.slice(0, 2));
  take(queue, 25);
  assertEquals([queue.length, waiting(queue), take(queue, 25)], [0, [], []]);
  assertEquals(queue.waitForNext(), Infinity);
  bench.close();
});

Deno.test("sixty writes of DND: no minute sees more than twenty", async () => {
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
