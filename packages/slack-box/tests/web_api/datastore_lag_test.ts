import { assertEquals, assertThrows } from "@std/assert";
import { LaggingMap } from "../../lagging_map.ts";
import { BOT, call, NOW, NOW_MS, workspace } from "./workspace.ts";

const datastore = "good_tunes";
const TWO_DAYS = 48 * 3600;

/** A workspace whose reads lag by `ms`; `time.now` is the present. */
function lagging(ms: number) {
  const time = { now: NOW_MS };
  const state = workspace({ datastoreLagMs: () => ms });
  const tunes = state.datastores.get(datastore)!;
  tunes.items = new LaggingMap([], () => time.now);
  const ask = (verb: string, args: Record<string, unknown>) =>
    call(
      state,
      BOT,
      `apps.datastore.${verb}`,
      { datastore, ...args },
      time.now,
    );
  return { time, tunes, ask };
}

Deno.test("a lag outside the remembered second is an error", () => {
  for (const ms of [1_001, -1, NaN]) {
    const { ask } = lagging(ms);
    assertThrows(() => ask("get", { id: "1" }), RangeError, `not ${ms}`);
  }
  assertEquals(lagging(1_000).ask("get", { id: "1" }).item, {});
});

Deno.test("removing an expired item seen late leaves a newer one in place", () => {
  const { time, tunes, ask } = lagging(700);
  ask("put", { item: { id: "1", expires_at: NOW - TWO_DAYS } });
  time.now += 1_000;
  ask("put", { item: { id: "1", expires_at: NOW } });
  assertEquals(ask("get", { id: "1" }).item, {});
  assertEquals(tunes.items.get("1"), { id: "1", expires_at: NOW });
});

Deno.test("a scan continues after the items of its cursor were deleted", () => {
  const { time, ask } = lagging(500);
  const items = ["a", "b", "c", "d"].map((id) => ({ id }));
  ask("bulkPut", { items });
  time.now += 1_000;
  ask("bulkDelete", { ids: ["a", "b", "c", "d"] });
  const first = ask("query", { limit: 2 });
  const { next_cursor: cursor } = first.response_metadata;
  const second = ask("query", { limit: 2, cursor });
  const ids = [...first.items, ...second.items].map(({ id }) => id);
  assertEquals(ids.sort(), ["a", "b", "c", "d"]);
  time.now += 500;
  assertEquals(ask("query", { limit: 2, cursor }).items, []);
});
