import { assert, assertEquals, assertRejects } from "@std/assert";
import type { RosterSnapshot } from "../../../reconciler/shift.ts";
import { getSnapshot, putSnapshot } from "../../../slack/records/snapshots.ts";
import { type LocalSlack, NOW, openSlack } from "../local_slack.ts";
import { failureOf } from "../produced_failure.ts";
import { sampleShift } from "./sample_claim.ts";

function snapshot(
  version: string,
  shifts: number,
  people = shifts,
): RosterSnapshot {
  return {
    version,
    read_at: NOW,
    shifts: Array.from(
      { length: shifts },
      (_, index) =>
        sampleShift({
          person: `UP${index}`,
          end: index % 2 ? null : NOW + index,
        }),
    ),
    people: Array.from({ length: people }, (_, index) => ({
      id: `UP${index}`,
      name: `p${index}`,
      time_zone: "UTC",
    })),
    unreadable: [{ source: "a", schedule: null, reason: "500" }],
    unmapped: [{
      identity: "x",
      name: "X",
      source: "a",
      reason: "nobody",
      passing: false,
    }],
    rejected: [{ source: "a", reason: "ends before it starts" }],
  };
}

function stored(slack: LocalSlack): string[] {
  return [...slack.items("roster_snapshots").keys()].sort();
}

Deno.test("a snapshot reads as it was stored, however large", async () => {
  for (
    const [shifts, people] of [[0, 0], [1, 1], [250, 3], [251, 1], [3, 501]]
  ) {
    const slack = openSlack([]);
    const whole = snapshot("v1", shifts!, people!);
    await putSnapshot(slack.client, whole, "");
    assertEquals(await getSnapshot(slack.client, "v1"), whole);
    slack.close();
  }
});

Deno.test("a snapshot is stored in chunks of 250, at least one of them", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v0", 0), "");
  assertEquals(stored(slack), ["v0:0", "v0:head"]);
  slack.items("roster_snapshots").clear();
  await putSnapshot(slack.client, snapshot("v1", 501), "");
  assertEquals(stored(slack), ["v1:0", "v1:1", "v1:2", "v1:head"]);
  const { body } = slack.items("roster_snapshots").get("v1:0")!;
  assertEquals(JSON.parse(body as string).shifts.length, 250);
  slack.close();
});

Deno.test("the head is written when every chunk is there", async () => {
  const slack = openSlack([]);
  const heads: string[][] = [];
  slack.before = ({ method, args }) => {
    const head = method === "apps.datastore.bulkPut" &&
      String(args.items).includes(":head");
    if (head) heads.push(stored(slack));
  };
  // More chunks than one bulk call takes.
  await putSnapshot(slack.client, snapshot("v1", 250 * 30, 0), "");
  assertEquals(heads.length, 1);
  assertEquals(heads[0]!.length, 30);
  slack.close();
});

Deno.test("a snapshot whose writing was cut short is never read", async () => {
  const slack = openSlack([]);
  slack.state.partial_failures = [{
    method: "apps.datastore.bulkPut",
    keys: ["v1:1"],
  }];
  const put = () => putSnapshot(slack.client, snapshot("v1", 300), "");
  await assertRejects(put, Error, "could not be stored whole");
  assertEquals(stored(slack), ["v1:0"]);
  await assertRejects(
    () => getSnapshot(slack.client, "v1"),
    Error,
    "roster snapshot v1: not there; run fetch_roster first",
  );
  slack.state.partial_failures = [{
    method: "apps.datastore.bulkPut",
    keys: ["v1:head"],
  }];
  await assertRejects(put, Error, "could not be stored whole");
  await assertRejects(
    () => getSnapshot(slack.client, "v1"),
    Error,
    "not there",
  );
  slack.close();
});

Deno.test("a chunk that is missing or broken makes the snapshot unreadable", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v1", 300), "");
  const items = slack.items("roster_snapshots");
  const second = items.get("v1:1")!;
  items.delete("v1:1");
  const get = () => getSnapshot(slack.client, "v1");
  await assertRejects(get, Error, "roster snapshot v1:1: missing");
  items.set("v1:1", { ...second, body: '{"shifts":[]}' });
  await assertRejects(get, Error, "roster snapshot v1:1: people");
  items.set("v1:1", { ...second, schema_version: 9 });
  await assertRejects(get, Error, "schema_version: expected 1, found 9");
  items.set("v1:1", second);
  assertEquals((await get()).shifts.length, 300);
  slack.close();
});

Deno.test("a snapshot that cannot be read for Slack's trouble is a failure", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v1", 1), "");
  slack.fail({ method: "apps.datastore.bulkGet", status: 503 });
  const failure = await failureOf(() => getSnapshot(slack.client, "v1"));
  assertEquals(failure.kind, "retry");
  slack.close();
});

Deno.test("the version before the previous one is deleted, with all its chunks", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v1", 501), "");
  await putSnapshot(slack.client, snapshot("v2", 1), "v1");
  assertEquals(stored(slack).length, 6);
  await putSnapshot(slack.client, snapshot("v3", 1), "v2");
  assertEquals(stored(slack), ["v2:0", "v2:head", "v3:0", "v3:head"]);
  await putSnapshot(slack.client, snapshot("v4", 1), "v3");
  assertEquals(stored(slack), ["v3:0", "v3:head", "v4:0", "v4:head"]);
  assertEquals((await getSnapshot(slack.client, "v3")).version, "v3");
  slack.close();
});

Deno.test("nothing is deleted for a version that was not stored whole", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v1", 1), "");
  await putSnapshot(slack.client, snapshot("v2", 1), "v1");
  slack.state.partial_failures = [{
    method: "apps.datastore.bulkPut",
    keys: ["v3:head"],
  }];
  const put = () => putSnapshot(slack.client, snapshot("v3", 1), "v2");
  await assertRejects(put, Error);
  assert(stored(slack).includes("v1:head"));
  assertEquals((await getSnapshot(slack.client, "v1")).version, "v1");
  slack.close();
});

Deno.test("a previous version that is not there any more harms nothing", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v2", 1), "v1");
  assertEquals(stored(slack), ["v2:0", "v2:head"]);
  slack.close();
});
