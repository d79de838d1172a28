import { assertEquals } from "@std/assert";
import { stepOutputs } from "../../app/execution.ts";
import { APP, SlackFailure } from "../../slack/failure.ts";

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

Deno.test("anything else leaves its trace for whoever operates the app", async () => {
  const lines = await printed(async () => {
    const answer = await stepOutputs(() => Promise.reject(new Error("odd")));
    assertEquals(answer, { error: "odd" });
  });
  assertEquals(String(lines[0]).includes("step_outputs_test.ts"), true);
});

Deno.test("what is not an error is not hidden", async () => {
  let thrown: unknown = null;
  await stepOutputs(() => Promise.reject("odd")).catch((each) => thrown = each);
  assertEquals(thrown, "odd");
});
