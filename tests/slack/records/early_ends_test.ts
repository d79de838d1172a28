import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import {
  type EarlyEnds,
  earlyEnds,
} from "../../../slack/records/early_ends.ts";
import { NOW, openSlack } from "../local_slack.ts";

const HELD: EarlyEnds = {
  id: "early_ends",
  people: ["UANN", "UBOB"],
  active: 3,
  held_at: NOW,
  confirmed_by: null,
  confirmed_at: null,
};

Deno.test("whose ends wait for an operator reads as it was written, before and after", async () => {
  const slack = openSlack([]);
  const confirmed = { confirmed_by: "UOPS", confirmed_at: NOW + 60 };
  for (const record of [HELD, { ...HELD, ...confirmed }]) {
    await putRecords(slack.client, earlyEnds, [record]);
    const found = await getRecords(slack.client, earlyEnds, [record.id]);
    assertEquals(found.records.get(record.id), record);
  }
  slack.close();
});

Deno.test("what is not known to be confirmed is not taken for it", () => {
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
