import { assert, assertEquals, assertThrows } from "@std/assert";
import { moduleGraph } from "../../../tests/module_graph.ts";
import { sourceFiles } from "../../../tests/source_files.ts";
import { parseScenario, ScenarioError } from "../mod.ts";
import { callSlack, type FixtureContext } from "./fixture/app.ts";
import { threeHours } from "./fixture/greeter.ts";
import { withWorkspace } from "./fixture/workspace.ts";

const ROOM = "packages/slack-box/";
/** The one file that knows the app of this repository. */
const APP_FILE = `${ROOM}shiftlight.ts`;

const files = sourceFiles().filter((file) =>
  file.startsWith(ROOM) && !file.startsWith(`${ROOM}tests/`)
);
const graph = await moduleGraph(files);

/** What a file imports from this repository, but from outside slack-box. */
function importsBeyond(file: string): string[] {
  return graph.get(file)!.map(({ target }) => target)
    .filter((target) => target.endsWith(".ts") && !target.startsWith(ROOM))
    .filter((target) => sourceFiles().includes(target));
}

Deno.test("only one file knows the app of this repository", () => {
  assert(files.length > 50, `only ${files.length} files were looked at`);
  assert(importsBeyond(APP_FILE).length > 0, "it knows nothing");
  for (const file of files.filter((file) => file !== APP_FILE)) {
    assertEquals(importsBeyond(file), [], file);
    const targets = graph.get(file)!.map(({ target }) => target);
    assert(!targets.includes(APP_FILE), `${file} imports ${APP_FILE}`);
  }
});

Deno.test("the example uses what slack-box offers, and its SDK", () => {
  const example = files.filter((file) => file.startsWith(`${ROOM}example/`));
  assert(example.length > 4, `only ${example.length} files`);
  for (const file of example) {
    const beyond = graph.get(file)!.map(({ target }) => target)
      .filter((target) => !target.startsWith(`${ROOM}example/`));
    const offered = ["@std/assert", "deno-slack-sdk/mod.ts", `${ROOM}mod.ts`];
    assertEquals(
      beyond.filter((target) => !offered.includes(target)),
      [],
      file,
    );
  }
});

const greet = async (context: FixtureContext) => {
  const args = { channel: "CHELLO", text: `Hello, ${context.inputs.name}.` };
  await callSlack(context, "chat.postMessage", args);
  await context.clock.sleep(5_000);
  return { outputs: { env: Object.keys(context.env).join() } };
};

const FIXTURE = {
  functions: {
    greet: {
      inputs: { name: { type: "string" } },
      outputs: { env: { type: "string" } },
      handler: greet,
    },
  },
  steps: [{
    id: "0",
    function_id: "#/functions/greet",
    inputs: { name: "Alice" },
  }],
};

Deno.test("an app with only the required members runs, and gets nothing of another app", async () => {
  await withWorkspace(FIXTURE, {}, async ({ ask, go }) => {
    const [step] = (await go()).steps;
    assertEquals(step, {
      function: "greet",
      outputs: { env: "SLACK_API_URL" },
    });
    const messages = (await ask("GET", "/control/messages")).body;
    assertEquals(messages, [{
      at: "2026-03-02T08:00:00Z",
      channel: "CHELLO",
      text: "Hello, Alice.",
      ts: messages[0].ts,
      user: "UFIXTUREBOT",
      notifies: [],
    }]);
    const [alice] = (await ask("GET", "/control/people")).body;
    assertEquals(Object.keys(alice), [
      ...["id", "name", "email", "role", "token", "status", "dnd", "presence"],
    ]);
    const test = await ask("POST", "/api/auth.test", { token: alice.token });
    assertEquals(test.body.team, "Fixture local");
  });
});

Deno.test("fields that the app does not add are unknown", () => {
  const people = [{ id: "UA", name: "a", email: "a@example.com" }];
  const now = "2026-03-02T08:00:00Z";
  assertThrows(
    () => parseScenario({ now, people, operators: [] }),
    ScenarioError,
    "operators: unknown; known here: now, plan, people, schedules, user_groups",
  );
  const [schedule] = parseScenario({
    now,
    people,
    schedules: [{ id: "S1", name: "S", shifts: [] }],
  }).schedules;
  assertEquals(schedule!.app, {});
});

Deno.test("the README's example runs", async () => {
  const { runs, messages } = await threeHours();
  assertEquals(runs.map(({ at, status }) => [at, status]), [
    ["2026-03-02T09:00:00Z", "completed"],
    ["2026-03-02T10:00:00Z", "completed"],
    ["2026-03-02T11:00:00Z", "completed"],
  ]);
  assertEquals(messages.map(({ text }) => text), [
    "Hello.",
    "Hello.",
    "Hello.",
  ]);
});
