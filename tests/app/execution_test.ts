import { assert, assertEquals } from "@std/assert";
import { type Execution, mayBegin, runStep } from "../../app/execution.ts";
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

/** A step's context with these inputs, whose client nothing calls. */
function contextWith<Inputs>(inputs: Inputs, env: Record<string, string> = {}) {
  const client = { apiCall: () => Promise.reject(new Error("not called")) };
  const event = { function_execution_id: "Fx1" };
  return { inputs, env, client, event, team_id: "TLOCAL" };
}

function run(work: (execution: Execution) => Promise<unknown>) {
  return runStep(contextWith({}), work);
}

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

Deno.test("outputs are what the work returns", async () => {
  const outputs = await run(() => Promise.resolve({ changed: 1 }));
  assertEquals(outputs, { outputs: { changed: 1 } });
});

Deno.test("a failure of Slack is the step's error, without a trace", async () => {
  const failure = new SlackFailure("users.list", "x", "everybody", APP, null);
  const lines = await printed(async () => {
    const answer = await run(() => Promise.reject(failure));
    assertEquals(answer, { error: "users.list: x" });
  });
  assertEquals(lines, []);
});

Deno.test("any other error leaves its trace for operators", async () => {
  const lines = await printed(async () => {
    const answer = await run(() => Promise.reject(new Error("odd")));
    assertEquals(answer, { error: "odd" });
  });
  assertEquals(String(lines[0]).includes("execution_test.ts"), true);
});

Deno.test("a thrown value that is no error is thrown on", async () => {
  let thrown: unknown = null;
  await run(() => Promise.reject("odd")).catch((each) => thrown = each);
  assertEquals(thrown, "odd");
});

Deno.test("the work gets the inputs, and belongs to the run that they name", async () => {
  const runOf = async (inputs: { run_id?: string; changed: number }) => {
    const work = (execution: Execution, { changed }: typeof inputs) =>
      Promise.resolve([execution.id, execution.run, changed]);
    return await runStep(contextWith(inputs), work);
  };
  const named = await runOf({ run_id: "Fx0", changed: 1 });
  assertEquals(named, { outputs: ["Fx1", "Fx0", 1] });
  assertEquals(await runOf({ changed: 2 }), { outputs: ["Fx1", "Fx1", 2] });
});

Deno.test("a wrong configuration is the step's error", async () => {
  const context = contextWith({}, { SHIFTLIGHT_CONFIG: "no JSON" });
  await printed(async () => {
    const answer = await runStep(context, () => Promise.resolve({}));
    assertEquals("error" in answer && answer.error.includes("JSON"), true);
  });
});
