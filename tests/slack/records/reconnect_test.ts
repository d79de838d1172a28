import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import {
  type Reconnect,
  reconnectId,
  reconnects,
} from "../../../slack/records/reconnect.ts";
import { NOW, openSlack } from "../local_slack.ts";

Deno.test("who was told to connect again, and who is being told, reads as it was written", async () => {
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

Deno.test("no other record passes for one of these", () => {
  const record = { person: "UANN", since: NOW, told_at: null };
  const item = reconnects.format({ ...record, id: "checkpoint" });
  assertThrows(() => reconnects.parse(item), Error, "id");
  const body = JSON.stringify({ ...record, told_at: "now" });
  const odd = { ...item, id: "reconnect:UANN", body };
  assertThrows(() => reconnects.parse(odd), Error);
});
