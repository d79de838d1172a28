import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import { auditLog } from "../../../slack/records/audit_log.ts";
import { NOW, openSlack } from "../local_slack.ts";
import { sampleEntry } from "./sample_entry.ts";

Deno.test("an entry reads as it was written, exact values included", async () => {
  const slack = openSlack([]);
  const entries = [
    sampleEntry({ id: "a" }),
    sampleEntry({ id: "b", part: "dnd", outcome: "unknown", path: "" }),
    sampleEntry({ id: "c", part: "presence", before: "true", after: "false" }),
  ];
  assertEquals((await putRecords(slack.client, auditLog, entries)).size, 0);
  const found = await getRecords(slack.client, auditLog, ["a", "b", "c"]);
  assertEquals([...found.records.values()], entries);
  slack.close();
});

Deno.test("each attribute of an entry is readable by itself, and the entry expires", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, auditLog, [sampleEntry()]);
  const [item] = slack.items("audit_log").values();
  assertEquals([item!.person, item!.at, item!.part, item!.outcome], [
    "UANN",
    NOW,
    "status",
    "done",
  ]);
  assertEquals(item!.expires_at, NOW + 86_400);
  slack.close();
});

Deno.test("an entry written twice is one entry", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, auditLog, [sampleEntry({ reason: "first" })]);
  await putRecords(slack.client, auditLog, [sampleEntry({ reason: "again" })]);
  const items = [...slack.items("audit_log").values()];
  assertEquals(items.map(({ reason }) => reason), ["again"]);
  slack.close();
});

Deno.test("an item that is not an entry does not parse", () => {
  const item = auditLog.format(sampleEntry());
  for (
    const fields of [
      { schema_version: 2 },
      { id: "" },
      { part: "profile" },
      { outcome: "maybe" },
      { before: null },
      { at: "now" },
    ]
  ) assertThrows(() => auditLog.parse({ ...item, ...fields }), Error);
});
