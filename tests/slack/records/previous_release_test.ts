import { assertEquals } from "@std/assert";
import { getRecords } from "../../../slack/record_store.ts";
import { claims } from "../../../slack/records/claims.ts";
import { checkpoints, reportedRuns } from "../../../slack/records/runs.ts";
import { getSnapshot } from "../../../slack/records/snapshots.ts";
import { openSlack } from "../local_slack.ts";

// Items as the previous release stored them: without any of what came to be
// kept since. An upgrade finds these, and a record that does not parse would
// leave its person alone.

const SHIFT = `{"person":"UANN","state":"on_call","start":1772442000,` +
  `"end":1772470800,"source":"pagerduty","schedule":"PI7DH85",` +
  `"identity":"pagerduty:PXPGF42","label":"Payments","level":1}`;

const DECLINED = `{"person":"UANN","state":"pto","start":1772409600,` +
  `"end":null,"source":"pagerduty","schedule":"PTO1",` +
  `"identity":"pagerduty:PXPGF42","label":"Away","level":2}`;

const CLAIM = {
  person: "UANN",
  schema_version: 1,
  state: "on_call",
  phase: "held",
  ends_at: 1772470800,
  body: `{"person":"UANN","name":"ann","time_zone":"Europe/Berlin",` +
    `"shift":${SHIFT},"rendered_at":1772442010,` +
    `"override":{"text":"Busy","emoji":null},` +
    `"status":{"phase":"held",` +
    `"prior":{"text":"Lunch","emoji":":pizza:","expiration":0},` +
    `"before":{"text":"Lunch","emoji":":pizza:","expiration":0},` +
    `"wanted":{"text":"Busy","emoji":":pager:","expiration":1772472060},` +
    `"applied":{"text":"Busy","emoji":":pager:","expiration":1772472060},` +
    `"write":"Fx0:UANN:status"},` +
    `"dnd":{"phase":"deferred","prior":{"until_seconds":0,"indefinite":false},` +
    `"before":{"until_seconds":0,"indefinite":false},` +
    `"wanted":{"until_seconds":1772470800,"indefinite":false},"applied":null},` +
    `"presence":null,` +
    `"suppressed":[{"shift":${DECLINED},"phase":"yielded"}],` +
    `"external_token_id":"Et1","orphaned_at":null,` +
    `"written_by":"Fx0","written_at":1772442012}`,
};

const CHECKPOINT = {
  id: "checkpoint",
  schema_version: 1,
  body: `{"id":"checkpoint","roster_digest":"r","config_digest":"c",` +
    `"consents_revision":"v","snapshot":"v1","snapshot_at":1772442000,` +
    `"snapshots":[{"version":"v1","chunks":1,"read_at":1772442000}],` +
    `"changes_at":1772470800,"started_at":1772442000,` +
    `"started_revision":"v","open":false,"next_due":null,` +
    `"watch":["UANN"],"failing":[],"unmapped":1}`,
};

const REPORTED = {
  id: "reported",
  schema_version: 1,
  body: `{"id":"reported","keys":["a"],"unposted":["Fx0"]}`,
};

const HEAD = {
  id: "v1:head",
  schema_version: 1,
  body: `{"id":"v1:head","version":"v1","read_at":1772442000,"chunks":1}`,
};

const CHUNK = {
  id: "v1:0",
  schema_version: 1,
  body: `{"id":"v1:0","shifts":[${SHIFT}],` +
    `"people":[{"id":"UANN","name":"ann","time_zone":"Europe/Berlin"}],` +
    `"unreadable":[{"source":"pd","schedule":null,"reason":"500"}],` +
    `"unmapped":[{"identity":"pagerduty:P2","name":"Bo","source":"pagerduty",` +
    `"reason":"nobody","passing":false}],` +
    `"rejected":[{"source":"pagerduty","reason":"it ends before it starts"}]}`,
};

Deno.test("a claim of the previous release is read as it was", async () => {
  const slack = openSlack([]);
  slack.items("claims").set("UANN", CLAIM);
  const found = await getRecords(slack.client, claims, ["UANN"]);
  assertEquals(found, {
    records: new Map([["UANN", JSON.parse(CLAIM.body)]]),
    broken: [],
  });
  slack.close();
});

Deno.test("what the previous release checkpoint and reported is read, with what it did not keep", async () => {
  const slack = openSlack([]);
  slack.items("runs").set("checkpoint", CHECKPOINT);
  slack.items("runs").set("reported", REPORTED);
  const checkpoint = await getRecords(slack.client, checkpoints, [
    "checkpoint",
  ]);
  assertEquals(checkpoint.broken, []);
  const { upcoming, ...rest } = checkpoint.records.get("checkpoint")!;
  assertEquals({ ...rest, ...JSON.parse(CHECKPOINT.body) }, rest);
  assertEquals(upcoming, {});
  const reported = await getRecords(slack.client, reportedRuns, ["reported"]);
  assertEquals(reported.records.get("reported"), {
    ...JSON.parse(REPORTED.body),
    listed_at: 0,
  });
  slack.close();
});

Deno.test("a snapshot of the previous release is read, with no schedules named", async () => {
  const slack = openSlack([]);
  for (const item of [HEAD, CHUNK]) {
    slack.items("roster_snapshots").set(item.id, item);
  }
  const { id: _id, ...chunk } = JSON.parse(CHUNK.body);
  assertEquals(await getSnapshot(slack.client, "v1"), {
    version: "v1",
    read_at: 1772442000,
    ...chunk,
    schedules: [],
  });
  slack.close();
});
