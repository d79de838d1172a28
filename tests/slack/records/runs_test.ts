import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import { checkpoints } from "../../../slack/records/checkpoint.ts";
import { reportedRuns } from "../../../slack/records/reported.ts";
import {
  consentsRevisions,
  type EarlyEnds,
  earlyEnds,
  type ModeRecord,
  modes,
  type OneOffRun,
  oneOffRuns,
  type Reconnect,
  reconnectId,
  reconnects,
  runResults,
} from "../../../slack/records/runs.ts";
import { NOW, openSlack } from "../local_slack.ts";
import { SAMPLE_CHECKPOINT } from "./sample_checkpoint.ts";

Deno.test("checkpoint, revision and reported failures read as they were written", async () => {
  const slack = openSlack([]);
  const { client } = slack;
  const revision = { id: "consents", revision: "r", pending_since: 5 } as const;
  const reported = { id: "reported", listed_at: NOW } as const;
  await putRecords(client, checkpoints, [SAMPLE_CHECKPOINT]);
  await putRecords(client, consentsRevisions, [revision]);
  await putRecords(client, reportedRuns, [{
    ...reported,
    keys: ["a", "b"],
    unposted: [],
    outages: [],
  }]);
  const checkpoint = await getRecords(client, checkpoints, ["checkpoint"]);
  const consents = await getRecords(client, consentsRevisions, ["consents"]);
  const found = await getRecords(client, reportedRuns, ["reported"]);
  assertEquals(checkpoint.records.get("checkpoint"), SAMPLE_CHECKPOINT);
  assertEquals(consents.records.get("consents"), revision);
  assertEquals(found.records.get("reported")!.keys, ["a", "b"]);
  slack.close();
});

Deno.test("results expire; the checkpoint does not", async () => {
  const slack = openSlack([]);
  const { client } = slack;
  const results = { id: "Fx1:apply:0", results: [1], expires_at: NOW + 60 };
  await putRecords(client, runResults, [results]);
  await putRecords(client, checkpoints, [SAMPLE_CHECKPOINT]);
  const item = slack.items("runs").get("Fx1:apply:0")!;
  assertEquals(item.expires_at, NOW + 60);
  assertEquals(
    Object.hasOwn(slack.items("runs").get("checkpoint")!, "expires_at"),
    false,
  );
  const read = await getRecords(client, runResults, ["Fx1:apply:0"]);
  assertEquals(read.records.get("Fx1:apply:0"), results);
  slack.close();
});

Deno.test("no kind of record parses as another", () => {
  const item = checkpoints.format(SAMPLE_CHECKPOINT);
  assertThrows(() => consentsRevisions.parse(item), Error);
  assertThrows(() => reportedRuns.parse(item), Error);
  const body = JSON.stringify({ ...SAMPLE_CHECKPOINT, open: "no" });
  assertThrows(() => checkpoints.parse({ ...item, body }), Error, "open");
});

const BOOKED: OneOffRun = {
  id: "continuation",
  run: "Fx1",
  attempt: 1,
  trigger_id: "Ft1",
  at: NOW + 60,
};

Deno.test("a continuation reads as it was written", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, oneOffRuns, [BOOKED]);
  const found = await getRecords(slack.client, oneOffRuns, [BOOKED.id]);
  assertEquals(found.records.get(BOOKED.id), BOOKED);
  slack.close();
});

Deno.test("another record does not parse as a continuation", () => {
  const item = oneOffRuns.format(BOOKED);
  for (const fields of [{ id: "lease" }, { trigger_id: 1 }, { at: null }]) {
    const body = JSON.stringify({ ...BOOKED, ...fields });
    assertThrows(() => oneOffRuns.parse({ ...item, body }), Error);
  }
});

const HELD: EarlyEnds = {
  id: "early_ends",
  people: ["UANN", "UBOB"],
  active: 3,
  held_at: NOW,
  confirmed_by: null,
  confirmed_at: null,
};

Deno.test("early ends read as they were written, before and after they are confirmed", async () => {
  const slack = openSlack([]);
  const confirmed = { confirmed_by: "UOPS", confirmed_at: NOW + 60 };
  for (const record of [HELD, { ...HELD, ...confirmed }]) {
    await putRecords(slack.client, earlyEnds, [record]);
    const found = await getRecords(slack.client, earlyEnds, [record.id]);
    assertEquals(found.records.get(record.id), record);
  }
  slack.close();
});

Deno.test("early ends with a malformed confirmation do not parse", () => {
  const item = earlyEnds.format(HELD);
  for (
    const fields of [
      { id: "mode" },
      { people: "UANN" },
      { confirmed_at: undefined },
      { confirmed_at: true },
    ]
  ) {
    const body = JSON.stringify({ ...HELD, ...fields });
    assertThrows(() => earlyEnds.parse({ ...item, body }), Error);
  }
});

const MODE: ModeRecord = {
  id: "mode",
  mode: "enforce",
  put_back: true,
  set_by: "UOPS",
  set_at: NOW,
};

Deno.test("the mode that an operator switched to reads as it was written", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, modes, [MODE]);
  const { records } = await getRecords(slack.client, modes, ["mode"]);
  assertEquals(records.get("mode"), MODE);
  slack.close();
});

Deno.test("an unknown mode does not parse", () => {
  const item = modes.format(MODE);
  for (const fields of [{ mode: "on" }, { id: "lease" }, { put_back: "" }]) {
    const body = JSON.stringify({ ...MODE, ...fields });
    assertThrows(() => modes.parse({ ...item, body }), Error);
  }
});

Deno.test("a record of who was told to connect again reads as it was written", async () => {
  const slack = openSlack([]);
  const records: Reconnect[] = [
    { id: reconnectId("UANN"), person: "UANN", since: NOW, told_at: null },
    { id: reconnectId("UBOB"), person: "UBOB", since: NOW, told_at: NOW + 1 },
  ];
  await putRecords(slack.client, reconnects, records);
  const ids = records.map(({ id }) => id);
  assertEquals(ids, ["reconnect:UANN", "reconnect:UBOB"]);
  const found = await getRecords(slack.client, reconnects, ids);
  assertEquals([...found.records.values()], records);
  assertEquals([...slack.items("runs").keys()], ids);
  slack.close();
});

Deno.test("another record does not parse as one of who was told", () => {
  const record = { person: "UANN", since: NOW, told_at: null };
  const item = reconnects.format({ ...record, id: "checkpoint" });
  assertThrows(() => reconnects.parse(item), Error, "id");
  const body = JSON.stringify({ ...record, told_at: "now" });
  const odd = { ...item, id: "reconnect:UANN", body };
  assertThrows(() => reconnects.parse(odd), Error);
});
