import { assertEquals, assertNotEquals } from "@std/assert";
import type { WorkspaceState } from "../../state.ts";
import { type Body, BOT, call, workspace } from "./workspace.ts";

const datastore = "good_tunes";

function withSongs(count: number): WorkspaceState {
  const state = workspace();
  const { items } = state.datastores.get(datastore)!;
  for (let n = 0; n < count; n++) {
    items.set(`${n}`, { id: `${n}`, plays: n, artist: n % 2 ? "odd" : "even" });
  }
  return state;
}

function query(state: WorkspaceState, args: Record<string, unknown>): Body {
  return call(state, BOT, "apps.datastore.query", { datastore, ...args });
}

/** The ids of all pages, page by page. */
function pages(
  state: WorkspaceState,
  args: Record<string, unknown>,
  between: (page: Body) => void = () => {},
): string[][] {
  const all: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = query(
      state,
      cursor === undefined ? args : { ...args, cursor },
    );
    all.push(page.items.map(({ id }: { id: string }) => id));
    cursor = page.response_metadata?.next_cursor;
    between(page);
  } while (cursor);
  return all;
}

const ODD = {
  expression: "#artist = :artist",
  expression_attributes: { "#artist": "artist" },
  expression_values: { ":artist": "odd" },
};

Deno.test("a scan has 100 items on a page unless told, at most 1000", () => {
  const state = withSongs(1200);
  const sizes = (args: Record<string, unknown>) =>
    pages(state, args).map((page) => page.length);
  assertEquals(sizes({}), Array(12).fill(100));
  assertEquals(sizes({ limit: "1000" }), [1000, 200]);
  assertEquals(sizes({ limit: 600 }), [600, 600]);
  for (const limit of [0, -1, 1001]) {
    assertEquals(query(state, { limit }).error, "invalid_arguments");
  }
  const all = pages(state, { limit: 7 }).flat();
  assertEquals([all.length, new Set(all).size], [1200, 1200]);
});

Deno.test("a scan is in neither the order of keys nor of writes", () => {
  const state = withSongs(50);
  const [ids] = pages(state, {});
  const written = Array.from({ length: 50 }, (_, n) => `${n}`);
  assertNotEquals(ids, written);
  assertNotEquals(ids, written.toSorted());
  assertEquals(ids, pages(state, {})[0]);
});

Deno.test("the filter comes after the page, so a page can be empty", () => {
  const state = withSongs(20);
  const found = pages(state, { ...ODD, limit: 1 });
  assertEquals(found.length, 20);
  assertEquals(found.flat().length, 10);
  assertEquals(found.some((page) => page.length === 0), true);
  const rare = { ...ODD, expression_values: { ":artist": "nobody" } };
  const page = query(state, { ...rare, limit: 10 });
  assertEquals(page.items, []);
  assertEquals(typeof page.response_metadata.next_cursor, "string");
  assertEquals("response_metadata" in query(state, rare), false);
});

Deno.test("a page holds 1 MB at most, before the filter", () => {
  const state = workspace();
  const { items } = state.datastores.get(datastore)!;
  for (let n = 0; n < 7; n++) {
    items.set(`${n}`, { id: `${n}`, artist: "x".repeat(300_000) });
  }
  const sizes = pages(state, {}).map((page) => page.length);
  assertEquals(sizes, [3, 3, 1]);
  const empty = pages(state, ODD).map((page) => page.length);
  assertEquals(empty, [0, 0, 0]);
});

Deno.test("items added or deleted during a scan neither repeat nor hide others", () => {
  const state = withSongs(60);
  const { items } = state.datastores.get(datastore)!;
  let added = 100;
  const seen = pages(state, { limit: 5 }, (page) => {
    for (const { id } of page.items) items.delete(id);
    if (added < 110) items.set(`${added}`, { id: `${added++}` });
  }).flat();
  const first = seen.filter((id) => Number(id) < 60);
  assertEquals([first.length, new Set(first).size], [60, 60]);
  assertEquals(new Set(seen).size, seen.length);
});

Deno.test("count counts everything, or what an expression finds", () => {
  const state = withSongs(1201);
  const count = (args = {}) =>
    call(state, BOT, "apps.datastore.count", { datastore, ...args });
  assertEquals(count(), { ok: true, datastore, count: 1201 });
  assertEquals(count(ODD).count, 600);
});

Deno.test("expressions are refused for what is wrong with them", () => {
  const state = withSongs(1);
  const attributes = { "#artist": "artist" };
  const values = { ":artist": "odd" };
  const cases: [string | undefined, unknown, unknown][] = [
    ["#artist = :artist and #more = :artist", attributes, values],
    ["#artist = :artist and #artist = :more", attributes, values],
    ["#artist = :artist", attributes, { ...values, ":more": 1 }],
    ["#artist = :artist", { ...attributes, "#plays": "plays" }, values],
    ["#artist = :artist", { "#artist": "composer" }, values],
    ["#artist = :artist", { "#artist": 1 }, values],
    ["#artist = :artist", { "#artist": "id" }, values],
    [undefined, attributes, values],
  ];
  for (const method of ["apps.datastore.query", "apps.datastore.count"]) {
    for (const [expression, names, given] of cases) {
      const body = call(state, BOT, method, {
        datastore,
        expression,
        expression_attributes: names,
        expression_values: JSON.stringify(given),
      });
      assertEquals(body.error, "datastore_error");
      assertEquals(body.errors[0].code, "invalid_expression");
    }
  }
});

Deno.test("a cursor must be one that was given", () => {
  const { errors } = query(withSongs(1), { cursor: btoa("user:1") });
  assertEquals(errors[0].code, "invalid_cursor");
});
