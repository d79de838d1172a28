import { assert, assertEquals } from "@std/assert";
import { mayBegin, stepOutputs } from "../../app/execution.ts";
import { call } from "../../slack/call.ts";
import { APP, retryAfterMs, SlackFailure } from "../../slack/failure.ts";
import { openBench } from "../functions/step_bench.ts";
import { failureOf } from "../slack/produced_failure.ts";

const AUTH = "auth.test";

function open() {
  const bench = openBench([], []);
  const execution = bench.execution();
  const work = () => call(execution.client, AUTH, {});
  return { bench, execution, work };
}

Deno.test("work that Slack answers is done once", async () => {
  const { bench, work } = open();
  await work();
  assertEquals(bench.slack.counts(), { [AUTH]: 1 });
  assertEquals(bench.slack.clock.slept, []);
  bench.close();
});

Deno.test("a 429 is obeyed once", async () => {
  const { bench, work } = open();
  bench.slack.fail({ method: AUTH, status: 429, retry_after: 12 });
  assertEquals((await work()).ok, true);
  assertEquals(bench.slack.clock.slept, [12_000]);
  const arrived = bench.slack.arrived.map(({ at }) => at);
  assertEquals(arrived[1]! - arrived[0]!, 12_000);
  bench.close();
});

Deno.test("a second 429 is the caller's to deal with", async () => {
  const { bench, work } = open();
  bench.slack.fail({ method: AUTH, status: 429, retry_after: 1, times: 2 });
  const failure = await failureOf(work);
  assertEquals([failure.kind, failure.retryAfterSeconds], ["retry", 1]);
  assertEquals(bench.slack.counts(), { [AUTH]: 2 });
  bench.close();
});

Deno.test("it is not obeyed where five seconds of the function's time would not be left", async () => {
  for (const [seconds, calls] of [[55, 2], [56, 1]]) {
    const { bench, work } = open();
    bench.slack.fail({ method: AUTH, status: 429, retry_after: seconds! });
    const failed = await work().then(() => false, () => true);
    assertEquals(failed, calls === 1);
    assertEquals(bench.slack.arrived.length, calls!);
    bench.close();
  }
});

Deno.test("no other failure is tried again", async () => {
  const { bench, work } = open();
  const faults = [{ error: "invalid_auth" }, { status: 500 }, {
    cut: "before" as const,
  }];
  for (const fault of faults) {
    bench.slack.fail({ method: AUTH, ...fault });
    await failureOf(work);
  }
  assertEquals(bench.slack.arrived.length, 3);
  assertEquals(bench.slack.clock.slept, []);
  bench.close();
});

Deno.test("what serves one person at a time is left to its caller", async () => {
  const { bench, execution } = open();
  bench.slack.fail({
    method: "users.profile.get",
    status: 429,
    retry_after: 1,
  });
  const args = { user: "UANN" };
  const failure = await failureOf(() =>
    call(execution.client, "users.profile.get", args)
  );
  assertEquals(failure.retryAfterSeconds, 1);
  assertEquals(bench.slack.clock.slept, []);
  bench.close();
});

Deno.test("only a 429 asks to wait", () => {
  const limited = new SlackFailure(AUTH, "ratelimited", "retry", APP, 2);
  const other = new SlackFailure(AUTH, "http_500", "retry", APP, null);
  assertEquals(retryAfterMs(limited), 2000);
  assertEquals([
    retryAfterMs(other),
    retryAfterMs(new Error()),
    retryAfterMs(null),
  ], [
    null,
    null,
    null,
  ]);
});

Deno.test("work may begin during three quarters of a function's time", () => {
  const config = { limits: { function_seconds: 20 } };
  const bench = openBench([], [], { config });
  const execution = bench.execution();
  assert(mayBegin(execution, 15_000) && !mayBegin(execution, 15_001));
  bench.pass(15);
  assert(mayBegin(execution) && !mayBegin(execution, 1));
  bench.close();
});

/** Runs `work` and answers what it printed as an error. */
async function printed(work: () => Promise<unknown>): Promise<unknown[]> {
  const lines: unknown[] = [];
  const { error } = console;
  console.error = (line) => lines.push(line);
  try {
    await work();
  } finally {
    console.error = error;
  }
  return lines;
}

Deno.test("outputs are what the work came to", async () => {
  const outputs = await stepOutputs(() => Promise.resolve({ changed: 1 }));
  assertEquals(outputs, { outputs: { changed: 1 } });
});

Deno.test("a failure of Slack's is the step's error, and no fault of the code", async () => {
  const failure = new SlackFailure("users.list", "x", "everybody", APP, null);
  const lines = await printed(async () => {
    const answer = await stepOutputs(() => Promise.reject(failure));
    assertEquals(answer, { error: "users.list: x" });
  });
  assertEquals(lines, []);
});

Deno.test("any other error leaves its trace for the operators of the app", async () => {
  const lines = await printed(async () => {
    const answer = await stepOutputs(() => Promise.reject(new Error("odd")));
    assertEquals(answer, { error: "odd" });
  });
  assertEquals(String(lines[0]).includes("execution_test.ts"), true);
});

Deno.test("what is not an error is not hidden", async () => {
  let thrown: unknown = null;
  await stepOutputs(() => Promise.reject("odd")).catch((each) => thrown = each);
  assertEquals(thrown, "odd");
});
