import { assertEquals } from "@std/assert";
import { BOT, call, NOW, NOW_MS, workspace } from "./workspace.ts";

const datastore = "good_tunes";
const SONG = { id: "4", artist: "Whitney Houston", plays: 3, tags: ["pop"] };

Deno.test("put replaces, update merges and adds", () => {
  const state = workspace();
  const put = (item: unknown) =>
    call(state, BOT, "apps.datastore.put", { datastore, item });
  const update = (item: unknown) =>
    call(state, BOT, "apps.datastore.update", { datastore, item });
  const get = (id: string) =>
    call(state, BOT, "apps.datastore.get", { datastore, id }).item;
  assertEquals(put(SONG), { ok: true, datastore, item: SONG });
  assertEquals(update({ id: "4", plays: 4 }).item, { ...SONG, plays: 4 });
  assertEquals(get("4"), { ...SONG, plays: 4 });
  assertEquals(put({ id: "4", loved: true }).item, { id: "4", loved: true });
  assertEquals(get("4"), { id: "4", loved: true });
  assertEquals(update({ id: "5", plays: 1 }).item, { id: "5", plays: 1 });
});

Deno.test("values come back as they were stored, entities and all", () => {
  const state = workspace();
  const item = { id: "1", artist: "R&B <3", details: { a: ["&amp;", null] } };
  const json = JSON.stringify(item);
  const put = call(state, BOT, "apps.datastore.put", { datastore, item: json });
  assertEquals(put.item, item);
});

Deno.test("delete removes an item, and succeeds if there is none", () => {
  const state = workspace();
  call(state, BOT, "apps.datastore.put", { datastore, item: SONG });
  const args = { datastore, id: "4" };
  for (let time = 0; time < 2; time++) {
    const deleted = call(state, BOT, "apps.datastore.delete", args);
    assertEquals(deleted, { ok: true, datastore });
    assertEquals(call(state, BOT, "apps.datastore.get", args), {
      ok: true,
      datastore,
      item: {},
    });
  }
});

Deno.test("stored items are copies of what was given and answered", () => {
  const state = workspace();
  const mine = structuredClone(SONG);
  const put = call(state, BOT, "apps.datastore.put", { datastore, item: mine });
  mine.tags.push("mine");
  put.item.tags.push("answered");
  const args = { datastore, id: "4" };
  const got = call(state, BOT, "apps.datastore.get", args);
  got.item.tags.push("read");
  const ids = ["4"];
  const bulk = call(state, BOT, "apps.datastore.bulkGet", { datastore, ids });
  bulk.items[0].tags.push("read in bulk");
  const query = call(state, BOT, "apps.datastore.query", { datastore });
  query.items[0].tags.push("found");
  assertEquals(call(state, BOT, "apps.datastore.get", args).item, SONG);
});

Deno.test("an unknown datastore is refused in the documented shape", () => {
  const args: Record<string, unknown> = { id: "1", ids: ["1"] };
  args.item = { id: "1" };
  args.items = [args.item];
  for (const verb of ["put", "get", "update", "delete", "query", "count"]) {
    const method = `apps.datastore.${verb}`;
    const all = { ...args, datastore: "bad_tunes" };
    assertEquals(call(workspace(), BOT, method, all), {
      ok: false,
      error: "datastore_error",
      errors: [{
        code: "datastore_config_not_found",
        message: "The datastore configuration could not be found",
        pointer: "/datastores",
      }],
    });
  }
});

Deno.test("items must fit the datastore's attributes", () => {
  const state = workspace();
  const cases: [Record<string, unknown>, string | undefined, string?][] = [
    [{ id: "1", rating: 4.5, plays: 4, expires_at: NOW }, undefined],
    [{ id: "1", composer: "X" }, "unknown_attribute", "/item/composer"],
    [{ id: "1", constructor: "X" }, "unknown_attribute", "/item/constructor"],
    [{ artist: "X" }, "missing_required_attribute", "/item/id"],
    [{ id: "" }, "missing_required_attribute", "/item/id"],
    [{ id: 4 }, "invalid_attribute_type", "/item/id"],
    [{ id: "1", artist: null }, "invalid_attribute_type", "/item/artist"],
    [{ id: "1", artist: 1 }, "invalid_attribute_type", "/item/artist"],
    [{ id: "1", plays: 1.5 }, "invalid_attribute_type", "/item/plays"],
    [{ id: "1", rating: "4" }, "invalid_attribute_type", "/item/rating"],
    [{ id: "1", loved: "true" }, "invalid_attribute_type", "/item/loved"],
    [{ id: "1", tags: {} }, "invalid_attribute_type", "/item/tags"],
    [{ id: "1", details: [] }, "invalid_attribute_type", "/item/details"],
    [
      { id: "1", expires_at: "soon" },
      "invalid_attribute_type",
      "/item/expires_at",
    ],
  ];
  for (const verb of ["put", "update"]) {
    for (const [item, code, pointer] of cases) {
      const method = `apps.datastore.${verb}`;
      const body = call(state, BOT, method, { datastore, item });
      assertEquals(body.error, code && "datastore_error");
      assertEquals(body.errors?.[0].code, code);
      assertEquals(body.errors?.[0].pointer, pointer);
    }
  }
});

Deno.test("a required attribute may be left out of an update, not of an item", () => {
  const state = workspace();
  state.datastores.get(datastore)!.attributes.artist!.required = true;
  const write = (verb: string, item: unknown) =>
    call(state, BOT, `apps.datastore.${verb}`, { datastore, item }).ok;
  assertEquals(write("put", { id: "1" }), false);
  assertEquals(write("update", { id: "1", plays: 1 }), false);
  assertEquals(write("put", { id: "1", artist: "X" }), true);
  assertEquals(write("update", { id: "1", plays: 1 }), true);
});

Deno.test("an item is smaller than 400 KB, in bytes", () => {
  const state = workspace();
  const put = (artist: string) =>
    call(state, BOT, "apps.datastore.put", {
      datastore,
      item: { id: "1", artist },
    });
  const around = JSON.stringify({ id: "1", artist: "" }).length;
  assertEquals(put("a".repeat(409_600 - around - 1)).ok, true);
  assertEquals(
    put("a".repeat(409_600 - around)).errors[0].code,
    "item_too_large",
  );
  assertEquals(put("é".repeat(204_800)).errors[0].code, "item_too_large");
});

Deno.test("an expired item stays readable for 48 hours", () => {
  const state = workspace();
  const item = { id: "1", expires_at: NOW };
  call(state, BOT, "apps.datastore.put", { datastore, item });
  const ids = ["1"];
  const found = (hours: number) => {
    const at = NOW_MS + hours * 3_600_000;
    const get = { datastore, id: "1" };
    return [
      call(state, BOT, "apps.datastore.query", { datastore }, at).items.length,
      call(state, BOT, "apps.datastore.count", { datastore }, at).count,
      call(state, BOT, "apps.datastore.bulkGet", { datastore, ids }, at).items
        .length,
      Object.keys(call(state, BOT, "apps.datastore.get", get, at).item).length,
    ];
  };
  assertEquals(found(47), [1, 1, 1, 2]);
  assertEquals(found(48), [0, 0, 0, 0]);
});
