import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  EMPTY,
  openBench,
  optedIn,
  schedule,
  statusOf,
  TO_LEASE,
  TO_REPORT,
} from "../../functions/step_bench.ts";

/** What a run sleeps (milliseconds) that waits so many seconds for Slack while it writes. */
function slept(...seconds: number[]): number[] {
  return [TO_LEASE, ...seconds, TO_REPORT].map((each) => each * 1000);
}

const SET = "users.profile.set";
const GET = "users.profile.get";
const NAMES = Array.from({ length: 30 }, (_, index) => `p${index + 10}`);

function openMany(count = 2, config = {}) {
  const names = NAMES.slice(0, count);
  const people = names.map((name) => optedIn(name));
  return openBench(people, [schedule("on_call", names)], { config });
}

Deno.test("a 429 on a write is obeyed once: its person waits, the others are done", async () => {
  const bench = openMany();
  bench.slack.fail({ method: SET, user: "UP10", status: 429, retry_after: 20 });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 2, failed: 0, postponed: 0 });
  assertEquals(bench.slack.clock.slept, slept(20));
  assertEquals(bench.slack.counts()[SET], 3);
  // What was read before the wait is not relied upon after it.
  assertEquals(bench.slack.counts()[GET], 3);
  bench.close();
});

Deno.test("while a person waits, no intent of theirs is on record", async () => {
  const bench = openMany(1);
  bench.slack.fail({ method: SET, status: 429, retry_after: 20 });
  const phases: unknown[] = [];
  bench.slack.before = ({ method }) => {
    if (method === GET) phases.push(bench.claim("UP10"));
  };
  await bench.sync();
  assertEquals(phases, [null, null]);
  assertEquals(bench.claim("UP10")!.status!.phase, "held");
  bench.close();
});

Deno.test("a second 429 postpones its person, who is served by the next run", async () => {
  const bench = openMany();
  const limited = { status: 429, retry_after: 5, times: 2 };
  bench.slack.fail({ method: SET, user: "UP10", ...limited });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 0, postponed: 1 });
  assertEquals(bench.slack.clock.slept, slept(5));
  assertEquals(bench.claim("UP10"), null);
  const late = (await bench.results()).find((one) =>
    one.outcome === "postponed"
  )!;
  assertEquals([late.person, late.passing], ["UP10", true]);
  assertStringIncludes(late.error!, "ratelimited");
  assertEquals(bench.checkpoint().open, true);
  bench.pass(900);
  assertEquals((await bench.sync()).apply.changed, 1);
  bench.close();
});

Deno.test("a 429 that asks for more than the budget is not waited for", async () => {
  const bench = openMany();
  bench.slack.fail({ method: SET, user: "UP10", status: 429, retry_after: 46 });
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 1, failed: 0, postponed: 1 });
  assertEquals(bench.slack.clock.slept, slept());
  assertEquals(statusOf(bench, "UP10"), EMPTY);
  bench.close();
});

Deno.test("the budget is three quarters of the time a function may run", async () => {
  const limits = { function_seconds: 20 };
  const left = 15 - TO_LEASE;
  for (const [seconds, changed] of [[left, 1], [left + 1, 0]]) {
    const bench = openMany(1, { limits });
    bench.slack.fail({ method: SET, status: 429, retry_after: seconds! });
    assertEquals((await bench.sync()).apply.changed, changed);
    bench.close();
  }
});

Deno.test("a 429 on a read or a token is obeyed likewise", async () => {
  for (const method of [GET, "apps.auth.external.get"]) {
    const bench = openMany();
    bench.slack.fail({ method, user: "UP10", status: 429, retry_after: 9 });
    const { apply } = await bench.sync();
    assertEquals(apply, { changed: 2, failed: 0, postponed: 0 });
    assertEquals(bench.slack.clock.slept, slept(9));
    bench.close();
  }
});

Deno.test("of several waits the longest counts", async () => {
  const bench = openMany();
  bench.slack.fail({ method: SET, user: "UP10", status: 429, retry_after: 9 });
  bench.slack.fail({ method: SET, user: "UP11", status: 429, retry_after: 4 });
  assertEquals((await bench.sync()).apply.changed, 2);
  assertEquals(bench.slack.clock.slept, slept(9));
  bench.close();
});

Deno.test("after a 429 batches are small", async () => {
  const bench = openMany(30);
  const limited = { method: SET, status: 429, retry_after: 1 };
  bench.slack.fail({ ...limited, times: 15 });
  const sizes: number[] = [];
  bench.slack.before = ({ method, args }) => {
    const refresh = method === "apps.datastore.bulkGet" &&
      args.datastore === "consents" && bench.slack.counts()[GET];
    if (refresh) sizes.push(JSON.parse(args.ids as string).length);
  };
  assertEquals((await bench.sync()).apply.changed, 30);
  assertEquals(sizes, [25, 10, 10]);
  bench.close();
});

Deno.test("when time runs out the rest is postponed, and nothing of it touched", async () => {
  const bench = openMany(30);
  bench.slack.before = ({ method }) => {
    if (method === SET) bench.pass(2);
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 25, failed: 0, postponed: 5 });
  assertEquals(bench.slack.items("claims").size, 25);
  assertEquals(bench.checkpoint().open, true);
  const late = (await bench.results()).find((one) =>
    one.outcome === "postponed"
  )!;
  assertEquals(late.action, "noop");
  bench.close();
});

Deno.test("a 429 on the records is obeyed: nothing had been written", async () => {
  const bench = openMany();
  let limited = false;
  bench.slack.before = ({ method, args }) => {
    const refresh = method === "apps.datastore.bulkGet" &&
      args.datastore === "consents" && bench.slack.counts()[GET];
    if (!refresh || limited) return;
    limited = true;
    bench.slack.fail({ method, status: 429, retry_after: 7 });
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 2, failed: 0, postponed: 0 });
  assertEquals(bench.slack.clock.slept, slept(7));
  bench.close();
});

Deno.test("records that cannot be read again stop everything, and the report says so", async () => {
  const bench = openMany(30);
  let failed = false;
  bench.slack.before = ({ method, args }) => {
    const refresh = method === "apps.datastore.bulkGet" &&
      args.datastore === "consents" && bench.slack.counts()[GET];
    if (!refresh || failed) return;
    failed = true;
    bench.slack.fail({ method, error: "datastore_error" });
  };
  const { apply } = await bench.sync();
  assertEquals(apply, { changed: 0, failed: 0, postponed: 30 });
  const [problem] = await bench.problems();
  assertStringIncludes(problem!, "apps.datastore.bulkGet: datastore_error");
  assertEquals(bench.slack.counts()[GET], 25);
  bench.close();
});

Deno.test("a refused token of the app's own stops everything: it is nobody's fault", async () => {
  const bench = openMany(30);
  bench.slack.fail({ method: GET, error: "missing_scope", times: 99 });
  await bench.sync();
  const problems = (await bench.problems()).join();
  assertStringIncludes(problems, "the app's own token lacks a scope");
  assertEquals(bench.slack.counts()[SET], undefined);
  assertEquals(bench.slack.counts()[GET], 25);
  assertEquals(bench.checkpoint().open, true);
  bench.close();
});

Deno.test("what stops the statuses stops snoozes and presences with them", async () => {
  const names = ["p10", "p11"];
  const people = names.map((name) => optedIn(name));
  const bench = openBench(people, [schedule("pto", names)]);
  await bench.sync();
  bench.pass(3600);
  bench.slack.arrived.length = 0;
  bench.slack.fail({ method: GET, error: "missing_scope", times: 99 });
  await bench.sync();
  assertEquals(bench.slack.counts()["dnd.info"], undefined);
  assertEquals(bench.slack.counts()["users.getPresence"], undefined);
  bench.close();
});
