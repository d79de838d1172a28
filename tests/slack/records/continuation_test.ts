import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import {
  type Continuation,
  continuations,
} from "../../../slack/records/continuation.ts";
import { NOW, openSlack } from "../local_slack.ts";

const BOOKED: Continuation = {
  id: "continuation",
  trigger_id: "Ft1",
  at: NOW + 60,
};

Deno.test("which trigger goes on, and when, reads as it was written", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, continuations, [BOOKED]);
  const found = await getRecords(slack.client, continuations, [BOOKED.id]);
  assertEquals(found.records.get(BOOKED.id), BOOKED);
  slack.close();
});

Deno.test("no other record passes for a continuation", () => {
  const item = continuations.format(BOOKED);
  for (const fields of [{ id: "lease" }, { trigger_id: 1 }, { at: null }]) {
    const body = JSON.stringify({ ...BOOKED, ...fields });
    assertThrows(() => continuations.parse({ ...item, body }), Error);
  }
});
