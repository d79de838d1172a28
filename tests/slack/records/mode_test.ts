import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import { type ModeRecord, modes } from "../../../slack/records/mode.ts";
import { NOW, openSlack } from "../local_slack.ts";

const MODE: ModeRecord = {
  id: "mode",
  mode: "enforce",
  put_back: true,
  set_by: "UOPS",
  set_at: NOW,
};

Deno.test("what an operator switched to reads as it was written", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, modes, [MODE]);
  const { records } = await getRecords(slack.client, modes, ["mode"]);
  assertEquals(records.get("mode"), MODE);
  slack.close();
});

Deno.test("a mode that is none is not taken for one", () => {
  const item = modes.format(MODE);
  for (const fields of [{ mode: "on" }, { id: "lease" }, { put_back: "" }]) {
    const body = JSON.stringify({ ...MODE, ...fields });
    assertThrows(() => modes.parse({ ...item, body }), Error);
  }
});
