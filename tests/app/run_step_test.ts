import { assertEquals } from "@std/assert";
import type { Execution } from "../../app/execution.ts";
import { runStep } from "../../app/run_step.ts";
import { APP, SlackFailure } from "../../slack/failure.ts";

/** A step's context with these inputs, whose client nothing calls. */
function contextWith<Inputs>(inputs: Inputs, env: Record<string, string> = {}) {
  const client = { apiCall: () => Promise.reject(new Error("not called")) };
  const event = { function_execution_id: "Fx1" };
  return { inputs, env, client, event };
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
  assertEquals(String(lines[0]).includes("run_step_test.ts"), true);
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
