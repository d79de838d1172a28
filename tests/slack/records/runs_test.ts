import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import {
  type Checkpoint,
  checkpoints,
  consentsRevisions,
  reportedRuns,
  runResults,
} from "../../../slack/records/runs.ts";
import { NOW, openSlack } from "../local_slack.ts";

const CHECKPOINT: Checkpoint = {
  id: "checkpoint",
  roster_digest: "r",
  config_digest: "c",
  consents_revision: "v",
  snapshot: "s",
  snapshot_at: NOW - 60,
  snapshots: [{ version: "s", chunks: 2, read_at: NOW - 60 }],
  upcoming: { "1772442000": "0123456789ab" },
  booked_until: 1_772_463_600,
  handoffs: "1772442000",
  book_at: null,
  changes_at: NOW + 60,
  started_at: NOW,
  started_revision: "v",
  open: true,
  overlapped: false,
  next_due: null,
  watch: ["UANN"],
  failing: ["UBOB"],
  unmapped: 2,
};

Deno.test("what runs leave for each other reads as it was written", async () => {
  const slack = openSlack([]);
  const { client } = slack;
  const revision = { id: "consents", revision: "r", pending_since: 5 } as const;
  const reported = { id: "reported", listed_at: NOW } as const;
  await putRecords(client, checkpoints, [CHECKPOINT]);
  await putRecords(client, consentsRevisions, [revision]);
  await putRecords(client, reportedRuns, [{
    ...reported,
    keys: ["a", "b"],
    unposted: [],
  }]);
  const checkpoint = await getRecords(client, checkpoints, ["checkpoint"]);
  const consents = await getRecords(client, consentsRevisions, ["consents"]);
  const told = await getRecords(client, reportedRuns, ["reported"]);
  assertEquals(checkpoint.records.get("checkpoint"), CHECKPOINT);
  assertEquals(consents.records.get("consents"), revision);
  assertEquals(told.records.get("reported")!.keys, ["a", "b"]);
  slack.close();
});

Deno.test("results go by themselves; what runs leave for each other stays", async () => {
  const slack = openSlack([]);
  const { client } = slack;
  const results = { id: "Fx1:apply:0", results: [1], expires_at: NOW + 60 };
  await putRecords(client, runResults, [results]);
  await putRecords(client, checkpoints, [CHECKPOINT]);
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

Deno.test("none of them passes for another", () => {
  const item = checkpoints.format(CHECKPOINT);
  assertThrows(() => consentsRevisions.parse(item), Error);
  assertThrows(() => reportedRuns.parse(item), Error);
  const body = JSON.stringify({ ...CHECKPOINT, open: "no" });
  assertThrows(() => checkpoints.parse({ ...item, body }), Error, "open");
});
