import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { LaggingMap } from "../lagging_map.ts";
import type { WorkspaceOptions } from "../workspace.ts";
import { callSlack, type FixtureContext } from "./fixture/app.ts";
import { SHIFTLIGHT_HOOKS, shiftlightScenario } from "./fixture/shiftlight.ts";
import { START_MS, withWorkspace } from "./fixture/workspace.ts";

const datastore = "consents";

function remembered() {
  const time = { now: 5_000 };
  const items = new LaggingMap([["a", { n: 0 }]], () => time.now);
  const seen = (at: number) =>
    Object.fromEntries(
      [...items.seenAt(at)].map(([id, item]) => [id, item.n]),
    );
  return { time, items, seen };
}

Deno.test("a lagging read shows each item as it was at that moment", () => {
  const { time, items, seen } = remembered();
  for (const n of [1, 2]) {
    time.now += 100;
    items.set("a", { n }).set("b", { n });
  }
  time.now = 5_300;
  items.delete("a");
  time.now = 5_400;
  assertEquals(seen(5_400), { b: 2 });
  assertEquals(seen(5_300), { b: 2 });
  assertEquals(seen(5_299), { a: 2, b: 2 });
  assertEquals(seen(5_200), { a: 2, b: 2 });
  assertEquals(seen(5_199), { a: 1, b: 1 });
  assertEquals(seen(5_100), { a: 1, b: 1 });
  assertEquals(seen(5_099), { a: 0 });
  assertEquals([...items.keys()], ["b"]);
});

Deno.test("several writes at one moment count as the last of them", () => {
  const { items, seen } = remembered();
  items.set("a", { n: 1 });
  items.delete("a");
  items.set("a", { n: 2 });
  assertEquals(seen(4_999), { a: 0 });
  assertEquals(seen(5_000), { a: 2 });
});

Deno.test("cleared entries stay visible for at most a second", () => {
  const { time, items, seen } = remembered();
  items.clear();
  assertEquals(items.size, 0);
  time.now = 5_999;
  assertEquals(seen(4_999), { a: 0 });
  time.now = 6_000;
  assertEquals(seen(4_999), {});
  assertStrictEquals(items.seenAt(6_000), items);
});

type Answer = Record<string, unknown>;

/** Runs `script` as a function whose calls take no time. */
async function lagging(
  datastoreLagMs: WorkspaceOptions["datastoreLagMs"],
  script: (
    call: (verb: string, args: Answer) => Promise<Answer>,
    context: FixtureContext,
  ) => Promise<void>,
): Promise<void> {
  let thrown: unknown = null;
  const handler = async (context: FixtureContext) => {
    const call = (verb: string, args: Answer) =>
      callSlack(context, `apps.datastore.${verb}`, { datastore, ...args });
    await script(call, context).catch((error) => thrown = error);
    return { outputs: {} };
  };
  const options = datastoreLagMs ? { datastoreLagMs } : {};
  await withWorkspace(
    { functions: { work: { handler } }, hooks: SHIFTLIGHT_HOOKS },
    { latencyMs: 0, scenario: shiftlightScenario(), ...options },
    async ({ go }) => {
      assertEquals((await go()).status, "completed");
    },
  );
  if (thrown !== null) throw thrown;
}

const item = (external_token_id: string) => ({
  person: "UANN",
  external_token_id,
});

Deno.test("every read of a datastore lags by the given time", async () => {
  let lag = 0;
  await lagging(() => lag, async (call, { clock }) => {
    const tokens = async () => {
      const got = await call("get", { id: "UANN" });
      const bulk = await call("bulkGet", { ids: ["UANN"] });
      const queried = await call("query", {});
      const mine = (queried.items as Answer[])
        .filter(({ person }) => person === "UANN");
      const { count } = await call("count", {});
      return [got.item, bulk.items, mine, count];
    };
    const seen = (...items: Answer[]) => [items[0] ?? {}, items, items];
    await call("put", { item: item("one") });
    await clock.sleep(500);
    await call("bulkPut", { items: [item("two")] });
    await clock.sleep(100);
    await call("delete", { id: "UANN" });
    await clock.sleep(50);
    lag = 0;
    assertEquals(await tokens(), [...seen(), 2]);
    lag = 51;
    assertEquals(await tokens(), [...seen(item("two")), 3]);
    lag = 150;
    assertEquals(await tokens(), [...seen(item("two")), 3]);
    lag = 151;
    assertEquals(await tokens(), [...seen(item("one")), 3]);
    lag = 651;
    assertEquals(await tokens(), [...seen(), 2]);
  });
});

Deno.test("the lag is asked at each read and at no write", async () => {
  const asked: number[] = [];
  await lagging(() => asked.push(700) && 700, async (call) => {
    await call("put", { item: item("one") });
    // An update changes what is stored, not what was read late.
    await call("update", { item: { person: "UANN" } });
    await call("bulkDelete", { ids: ["UBOB"] });
    await call("delete", { id: "UBOB" });
    assertEquals(asked, []);
    assertEquals((await call("get", { id: "UANN" })).item, {});
    await call("count", {});
    assertEquals(asked.length, 2);
  });
});

Deno.test("without the option reads are up to date, and nothing is kept", async () => {
  await lagging(undefined, async (call) => {
    await call("put", { item: item("one") });
    assertEquals((await call("get", { id: "UANN" })).item, item("one"));
  });
  await withWorkspace({ functions: {} }, {}, ({ workspace }) => {
    const { datastores, triggers } = workspace.state;
    const { items } = datastores.get(datastore)!;
    assert(!(items instanceof LaggingMap));
    assert(!(triggers instanceof LaggingMap));
    return Promise.resolve();
  });
});

Deno.test("entries of the scenario are visible despite a lag", async () => {
  const options = {
    datastoreLagMs: () => 700,
    scenario: shiftlightScenario(),
  };
  const seen: Answer[] = [];
  const handler = async (context: FixtureContext) => {
    const args = { datastore, id: "UALICE" };
    seen.push(await callSlack(context, "apps.datastore.get", args));
    return { outputs: { at: context.clock.now() } };
  };
  const outputs = { at: { type: "integer" } };
  await withWorkspace(
    { functions: { work: { handler, outputs } }, hooks: SHIFTLIGHT_HOOKS },
    options,
    async ({ go }) => {
      const { at } = (await go()).steps[0]!.outputs;
      assertEquals(at, START_MS + 80);
      assertEquals((seen[0]!.item as Answer).person, "UALICE");
    },
  );
});

Deno.test("the list of triggers lags by the given time", async () => {
  const seen: unknown[] = [];
  const handler = async (context: FixtureContext) => {
    const call = (verb: string, args: Answer = {}) =>
      callSlack(context, `workflows.triggers.${verb}`, args);
    const list = async () => {
      const { triggers } = await call("list");
      seen.push((triggers as Answer[]).map(({ name }) => name));
    };
    const made = {
      type: "shortcut",
      name: "Made",
      workflow: "#/workflows/work",
    };
    const { id: trigger_id } = (await call("create", made)).trigger as Answer;
    await list();
    await context.clock.sleep(700);
    await list();
    await call("delete", { trigger_id });
    // A trigger that is not listed any more, or not yet, is there all the same.
    await list();
    seen.push((await call("delete", { trigger_id })).error);
    await context.clock.sleep(700);
    await list();
    return { outputs: {} };
  };
  const options = { latencyMs: 0, triggerListLagMs: () => 700 };
  const fixture = { functions: { work: { handler } } };
  await withWorkspace(fixture, options, async ({ go }) => {
    assertEquals((await go()).steps[0]!.error, undefined);
  });
  assertEquals(seen, [
    ["Go"],
    ["Go", "Made"],
    ["Go", "Made"],
    "trigger_not_found",
    ["Go"],
  ]);
});
