import { assert, assertEquals } from "@std/assert";
import {
  allRecords,
  deleteRecords,
  getRecords,
  putRecords,
  recordsWhere,
} from "../../slack/record_store.ts";
import { knownPeople, type KnownPerson } from "../../slack/records/people.ts";
import { type LocalSlack, NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";

function known(index: number): KnownPerson {
  return {
    identity: `email:p${index}@example.com`,
    looked_up: `email:p${index}@example.com`,
    slack_id: `UP${index}`,
    name: `p${index}`,
    time_zone: "UTC",
    expires_at: NOW + 3600,
  };
}

function many(count: number): KnownPerson[] {
  return Array.from({ length: count }, (_, index) => known(index));
}

/** One that does not say when it is better read whole. */
const { scanAbove: _, ...dense } = knownPeople;

function keysOf(records: KnownPerson[]): string[] {
  return records.map(({ identity }) => identity);
}

async function open(count: number): Promise<[LocalSlack, KnownPerson[]]> {
  const slack = openSlack([]);
  const records = many(count);
  await putRecords(slack.client, knownPeople, records);
  slack.arrived.length = 0;
  return [slack, records];
}

function sizes(slack: LocalSlack, field: string): number[] {
  return slack.arrived.map(({ args }) =>
    JSON.parse(args[field] as string).length
  );
}

Deno.test("records are written, read and deleted in groups of 25", async () => {
  const slack = openSlack([]);
  const records = many(60);
  const { client } = slack;
  assertEquals((await putRecords(client, knownPeople, records)).size, 0);
  assertEquals(sizes(slack, "items").sort(), [10, 25, 25]);
  slack.arrived.length = 0;
  const found = await getRecords(client, dense, keysOf(records));
  assertEquals(sizes(slack, "ids").sort(), [10, 25, 25]);
  assertEquals(found.broken, []);
  assertEquals([...found.records.keys()].sort(), keysOf(records).sort());
  assertEquals(found.records.get(known(59).identity), known(59));
  slack.arrived.length = 0;
  const failed = await deleteRecords(client, knownPeople, keysOf(records));
  assertEquals(sizes(slack, "ids").sort(), [10, 25, 25]);
  assertEquals([failed.size, slack.items("people").size], [0, 0]);
  slack.close();
});

Deno.test("nothing to read or write takes no call", async () => {
  const slack = openSlack([]);
  const { client } = slack;
  await putRecords(client, knownPeople, []);
  await deleteRecords(client, knownPeople, []);
  const found = await getRecords(client, knownPeople, []);
  assertEquals(found, { records: new Map(), broken: [] });
  assertEquals(slack.arrived, []);
  slack.close();
});

Deno.test("records that do not exist are left out, and each key is asked for once", async () => {
  const [slack, [first]] = await open(1);
  const { identity } = first!;
  const ids = [identity, "email:nobody@example.com", identity];
  const found = await getRecords(slack.client, knownPeople, ids);
  assertEquals([...found.records.keys()], [identity]);
  assertEquals(found.broken, []);
  assertEquals(sizes(slack, "ids"), [2]);
  slack.close();
});

Deno.test("more than two hundred at once are found by reading the whole store", async () => {
  const [slack, records] = await open(210);
  slack.items("people").set("broken", { identity: "broken" });
  const keys = keysOf(records);
  const bulk = await getRecords(slack.client, dense, keys.slice(0, 200));
  assertEquals(bulk.records.size, 200);
  assertEquals(slack.counts(), { "apps.datastore.bulkGet": 8 });
  slack.arrived.length = 0;
  const wanted = keys.slice(0, 201);
  const scan = await getRecords(slack.client, dense, wanted);
  assertEquals([...scan.records.keys()].sort(), [...wanted].sort());
  // What was not asked for is not complained of either.
  assertEquals(scan.broken, []);
  assertEquals(slack.counts(), { "apps.datastore.query": 1 });
  const asked = [...wanted, "broken"];
  const [broken] = (await getRecords(slack.client, dense, asked)).broken;
  assertEquals(broken!.id, "broken");
  slack.close();
});

Deno.test("a store says above how many it is read whole", async () => {
  const [slack, records] = await open(210);
  const keys = keysOf(records);
  const read = async (scanAbove: number, count: number) => {
    slack.arrived.length = 0;
    const store = { ...dense, scanAbove };
    const found = await getRecords(slack.client, store, keys.slice(0, count));
    assertEquals(found.records.size, count);
    return slack.counts();
  };
  assertEquals(await read(50, 50), { "apps.datastore.bulkGet": 2 });
  assertEquals(await read(50, 51), { "apps.datastore.query": 1 });
  assertEquals(await read(Infinity, 210), { "apps.datastore.bulkGet": 9 });
  slack.close();
});

Deno.test("the whole store is read page by page, a thousand a page", async () => {
  const slack = openSlack([]);
  const items = slack.items("people");
  for (const each of many(2100)) {
    items.set(each.identity, knownPeople.format(each));
  }
  const { records } = await allRecords(slack.client, knownPeople);
  assertEquals(records.size, 2100);
  assertEquals(records.get(known(2099).identity), known(2099));
  assertEquals(slack.counts(), { "apps.datastore.query": 3 });
  const [first, second, third] = slack.arrived;
  assertEquals([first!.args.limit, first!.args.cursor], ["1000", undefined]);
  assert(second!.args.cursor !== third!.args.cursor);
  slack.close();
});

Deno.test("an empty store has no records", async () => {
  const slack = openSlack([]);
  const found = await allRecords(slack.client, knownPeople);
  assertEquals(found, { records: new Map(), broken: [] });
  slack.close();
});

Deno.test("a write that succeeded in part names the records that failed", async () => {
  const slack = openSlack([]);
  const records = many(60);
  const keys = [records[3]!, records[30]!].map(({ identity }) => identity);
  slack.state.partialFailures = keys.map((key) => ({
    method: "apps.datastore.bulkPut",
    keys: [key],
  }));
  const failed = await putRecords(slack.client, knownPeople, records);
  assertEquals([...failed].sort(), [...keys].sort());
  assertEquals(slack.items("people").size, 58);
  for (const key of keys) assert(!slack.items("people").has(key));
  slack.close();
});

Deno.test("a deletion that succeeded in part names the keys that failed", async () => {
  const [slack, records] = await open(60);
  const keys = keysOf(records);
  const failing = [keys[3]!, keys[30]!];
  slack.state.partialFailures = failing.map((key) => ({
    method: "apps.datastore.bulkDelete",
    keys: [key],
  }));
  const failed = await deleteRecords(slack.client, knownPeople, keys);
  assertEquals([...failed].sort(), [...failing].sort());
  assertEquals([...slack.items("people").keys()].sort(), [...failing].sort());
  slack.close();
});

Deno.test("a call that fails as a whole fails everybody", async () => {
  const [slack, records] = await open(1);
  const { client } = slack;
  const keys = keysOf(records);
  const works: [string, () => Promise<unknown>][] = [
    ["apps.datastore.bulkGet", () => getRecords(client, knownPeople, keys)],
    ["apps.datastore.query", () => allRecords(client, knownPeople)],
    ["apps.datastore.bulkPut", () => putRecords(client, knownPeople, records)],
    [
      "apps.datastore.bulkDelete",
      () => deleteRecords(client, knownPeople, keys),
    ],
  ];
  for (const [method, work] of works) {
    slack.fail({ method, error: "datastore_error" });
    const failure = await failureOf(work);
    assertEquals([failure.method, failure.kind], [method, "everybody"]);
  }
  assertEquals(slack.items("people").size, 1);
  slack.close();
});

Deno.test("a record that does not parse is reported, and left as it is", async () => {
  const [slack, records] = await open(3);
  const items = slack.items("people");
  const key = records[1]!.identity;
  const future = { ...items.get(key)!, schema_version: 2 };
  items.set(key, future);
  const keys = keysOf(records);
  const read = await getRecords(slack.client, knownPeople, keys);
  const all = await allRecords(slack.client, knownPeople);
  for (const found of [read, all]) {
    assertEquals(found.records.size, 2);
    assertEquals(found.broken, [{
      store: "people",
      id: key,
      reason:
        "written by a newer version of Shiftlight (schema_version 2; this one reads up to 1)",
      transient: false,
    }]);
  }
  assertEquals(items.get(key), future);
  slack.close();
});

/** Of every hundred people one, by a name that is not the key. */
function namesakes(slack: LocalSlack, count: number): string[] {
  const items = slack.items("people");
  for (const each of many(count)) {
    items.set(each.identity, knownPeople.format(each));
  }
  const keys = keysOf(many(count)).filter((_, index) => index % 100 === 0);
  for (const key of keys) items.set(key, { ...items.get(key), name: "ann" });
  return keys.sort();
}

function named(name: string) {
  return {
    expression: "#name = :name",
    expression_attributes: { "#name": "name" },
    expression_values: { ":name": name },
  };
}

Deno.test("records are found by an attribute, through pages that hold none of them", async () => {
  const slack = openSlack([]);
  const keys = namesakes(slack, 2100);
  const { client } = slack;
  const found = await recordsWhere(client, knownPeople, named("ann"));
  assertEquals([...found.records.keys()].sort(), keys);
  assertEquals([found.broken, found.complete], [[], true]);
  assertEquals(slack.counts(), { "apps.datastore.query": 3 });
  const none = await recordsWhere(client, knownPeople, named("bob"));
  assertEquals([none.records.size, none.complete], [0, true]);
  assertEquals(slack.counts(), { "apps.datastore.query": 6 });
  slack.close();
});

Deno.test("a search that was stopped says that it is incomplete", async () => {
  const slack = openSlack([]);
  namesakes(slack, 2100);
  for (const pages of [0, 1, 2]) {
    slack.arrived.length = 0;
    let left = pages;
    const mayGoOn = () => left-- > 0;
    const { records, complete } = await recordsWhere(
      slack.client,
      knownPeople,
      named("ann"),
      mayGoOn,
    );
    assertEquals(complete, false);
    assert(records.size < 21);
    assertEquals(slack.arrived.length, pages);
  }
  // The last page is the last, whether or not another could be read.
  let left = 3;
  const { complete } = await recordsWhere(
    slack.client,
    knownPeople,
    named("ann"),
    () => left-- > 0,
  );
  assertEquals(complete, true);
  slack.close();
});

Deno.test("a search reports records that do not parse", async () => {
  const slack = openSlack([]);
  const [key] = namesakes(slack, 3);
  const items = slack.items("people");
  items.set(key!, { ...items.get(key!), schema_version: 2 });
  const found = await recordsWhere(
    slack.client,
    knownPeople,
    named("ann"),
  );
  assertEquals(found.records.size, 0);
  assertEquals(found.broken.map(({ id }) => id), [key]);
  slack.close();
});

Deno.test("a partial failure that names no item is a failure of all items", async () => {
  const client = {
    apiCall: () => Promise.resolve({ ok: false, error: "partial_failure" }),
  };
  const calls = [
    () => getRecords(client, knownPeople, ["one"]),
    () => putRecords(client, knownPeople, many(1)),
    () => deleteRecords(client, knownPeople, ["one"]),
  ];
  for (const each of calls) {
    assertEquals((await failureOf(each)).error, "malformed_answer");
  }
});

Deno.test("a record that is too large for an item is not sent, and the others are written", async () => {
  const slack = openSlack([]);
  const { client } = slack;
  for (const letter of ["x", "\u4E00", "\u{1F3DD}", "\u0001", '"']) {
    const huge = { ...known(1), name: letter.repeat(450_000) };
    const records = [known(0), huge, known(2)];
    const lost = await putRecords(client, knownPeople, records);
    assertEquals([...lost], [huge.identity], JSON.stringify(letter));
    const found = await getRecords(client, dense, keysOf(records));
    assertEquals(
      [...found.records.keys()].sort(),
      keysOf([known(0), known(2)]),
    );
  }
  slack.close();
});
