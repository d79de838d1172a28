import { assertEquals } from "@std/assert";
import type { WorkspaceState } from "../../state.ts";
import { type Body, BOT, call, workspace } from "./workspace.ts";

const datastore = "good_tunes";

function songs(count: number): { id: string; plays: number }[] {
  return Array.from({ length: count }, (_, n) => ({ id: `${n}`, plays: n }));
}

function bulk(
  state: WorkspaceState,
  verb: string,
  args: Record<string, unknown>,
): Body {
  return call(state, BOT, `apps.datastore.bulk${verb}`, { datastore, ...args });
}

function stored(state: WorkspaceState): string[] {
  return [...state.datastores.get(datastore)!.items.keys()];
}

Deno.test("bulk calls put, get and delete 25 items", () => {
  const state = workspace();
  const items = songs(25);
  const ids = items.map(({ id }) => id);
  const empty = { ok: true, datastore };
  assertEquals(bulk(state, "Put", { items }), { ...empty, failed_items: [] });
  assertEquals(bulk(state, "Get", { ids: JSON.stringify(ids) }), {
    ...empty,
    items,
    failed_items: [],
  });
  assertEquals(bulk(state, "Delete", { ids }), { ...empty, ids: [] });
  assertEquals(stored(state), []);
  assertEquals(bulk(state, "Get", { ids }).items, []);
  assertEquals(bulk(state, "Delete", { ids }).ok, true);
});

Deno.test("bulk calls refuse 26, none, and the same twice", () => {
  const state = workspace();
  for (const [count, code] of [[26, true], [0, true], [25, false]] as const) {
    const items = songs(count);
    const ids = items.map(({ id }) => id);
    const answers = [
      bulk(state, "Put", { items }),
      bulk(state, "Get", { ids }),
      bulk(state, "Delete", { ids }),
    ];
    const expected = code ? "invalid_number_of_items" : undefined;
    assertEquals(
      answers.map((body) => body.errors?.[0].code),
      [expected, expected, expected],
    );
  }
  const twice = { items: [...songs(2), ...songs(1)], ids: ["1", "1"] };
  for (const verb of ["Put", "Get", "Delete"]) {
    assertEquals(bulk(state, verb, twice).errors[0].code, "duplicate_keys");
  }
});

Deno.test("one bad item keeps all from being written", () => {
  const state = workspace();
  const items = [...songs(2), { id: "2", composer: "X" }];
  const { errors } = bulk(state, "Put", { items });
  assertEquals(errors[0].pointer, "/items/2/composer");
  assertEquals(stored(state), []);
  assertEquals(bulk(state, "Get", { ids: [1] }).error, "invalid_arguments");
});

Deno.test("a partial failure happens once, for the keys that a test named", () => {
  const state = workspace();
  const fail = (verb: string, ...keys: string[]) => {
    const method = `apps.datastore.bulk${verb}`;
    state.partialFailures = [{ method, keys }];
  };
  const partly = { ok: false, error: "partial_failure", datastore };
  const items = songs(3);
  const ids = ["0", "1", "2"];
  fail("Put", "1", "9");
  assertEquals(bulk(state, "Put", { items }), {
    ...partly,
    failed_items: [items[1]],
  });
  assertEquals(stored(state), ["0", "2"]);
  assertEquals(bulk(state, "Put", { items: [items[1]] }).ok, true);
  fail("Get", "0", "2");
  assertEquals(bulk(state, "Get", { ids: ["1"] }).ok, true);
  assertEquals(bulk(state, "Get", { ids }), {
    ...partly,
    items: [items[1]],
    failed_items: ["0", "2"],
  });
  fail("Delete", "2");
  assertEquals(bulk(state, "Delete", { ids }), { ...partly, ids: ["2"] });
  assertEquals(stored(state), ["2"]);
  assertEquals(bulk(state, "Delete", { ids }).ok, true);
});
