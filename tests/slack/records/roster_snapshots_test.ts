import { assert, assertEquals, assertRejects } from "@std/assert";
import type { RosterSnapshot } from "../../../reconciler/shift.ts";
import {
  getSnapshot,
  putSnapshot,
} from "../../../slack/records/roster_snapshots.ts";
import type { StoredSnapshot } from "../../../slack/records/checkpoint.ts";
import { type LocalSlack, NOW, openSlack } from "../local_slack.ts";
import { failureOf } from "../produced_failure.ts";
import { sampleShift } from "./sample_claim.ts";

function snapshot(
  version: string,
  shifts: number,
  people = shifts,
  minutes = 10 * Number(version.slice(1)),
): RosterSnapshot {
  return {
    version,
    // Versions are ten minutes apart: `v2` is read ten after `v1`.
    read_at: NOW + 60 * (minutes || 0),
    shifts: Array.from(
      { length: shifts },
      (_, index) =>
        sampleShift({
          person: `UP${index}`,
          end: index % 2 ? null : NOW + index,
        }),
    ),
    remembered: [sampleShift({ person: "UP0", end: null })],
    unplaced: [{
      start: NOW,
      end: null,
      source: "a",
      schedule: "PS1",
      identity: "x",
      email: "x@example.com",
      group: null,
    }],
    unmapped_shifts: [{
      name: "X",
      state: "on_call",
      start: NOW,
      end: null,
      source: "a",
      schedule: "PS1",
      identity: "x",
      label: "Payments",
      level: 1,
    }],
    people: Array.from({ length: people }, (_, index) => ({
      id: `UP${index}`,
      name: `p${index}`,
      time_zone: "UTC",
    })),
    unreadable: [
      { source: "a", schedule: null, reason: "500" },
      { source: "a", schedule: "PS1", identity: "x", reason: "no sense" },
    ],
    unmapped: [{
      identity: "x",
      name: "X",
      source: "a",
      reason: "nobody",
      transient: false,
    }],
    rejected: [{ source: "a", reason: "ends before it starts" }],
    schedules: [{ source: "a", schedule: "PS1", name: "Payments" }],
  };
}

/** As the local workspace counts it: bytes of JSON, which is more than Slack's own. */
function sizeOf(slack: LocalSlack, id: string): number {
  const item = JSON.stringify(slack.items("roster_snapshots").get(id));
  return new TextEncoder().encode(item).length;
}

function stored(slack: LocalSlack): string[] {
  return [...slack.items("roster_snapshots").keys()].sort();
}

Deno.test("a snapshot reads as it was stored, however large", async () => {
  for (
    const [shifts, people] of [[0, 0], [1, 1], [250, 3], [3, 901], [15_000, 1]]
  ) {
    const slack = openSlack([]);
    const whole = snapshot("v1", shifts!, people!);
    await putSnapshot(slack.client, whole, []);
    assertEquals(await getSnapshot(slack.client, "v1"), whole);
    slack.close();
  }
});

Deno.test("a snapshot has at least one chunk, and every chunk but the last is full", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v0", 0), []);
  assertEquals(stored(slack), ["v0:0", "v0:head"]);
  slack.items("roster_snapshots").clear();
  const [{ chunks } = { chunks: 0 }] = await putSnapshot(
    slack.client,
    snapshot("v1", 2000),
    [],
  );
  assertEquals(stored(slack).length, chunks + 1);
  const sizes = Array.from(
    { length: chunks },
    (_, index) => sizeOf(slack, `v1:${index}`),
  );
  assert(chunks > 3 && chunks < 10, `${chunks}`);
  for (const size of sizes) assert(size < 119_000, `${size}`);
  for (const size of sizes.slice(0, -1)) assert(size > 112_000, `${size}`);
  slack.close();
});

Deno.test("no item comes near 400 kB, even with long names and many people who are not found", async () => {
  const slack = openSlack([]);
  const long = '\u{1F4DF}"\u4E2D\\'.repeat(60);
  const whole = snapshot("v1", 500);
  whole.shifts.forEach((shift) => shift.label = long);
  whole.people.forEach((person) => person.name = long);
  const [unmapped] = whole.unmapped;
  const [rejected] = whole.rejected;
  whole.unmapped = Array(10_000).fill({ ...unmapped, name: long });
  whole.rejected = Array(1000).fill({ ...rejected, reason: long });
  await putSnapshot(slack.client, whole, []);
  assertEquals(await getSnapshot(slack.client, "v1"), whole);
  for (const id of stored(slack)) {
    assert(sizeOf(slack, id) < 128_000, `${id}: ${sizeOf(slack, id)}`);
  }
  slack.close();
});

Deno.test("a snapshot is read in one call, a very large one in a few", async () => {
  for (const shifts of [0, 3000, 8000, 90_000]) {
    const slack = openSlack([]);
    const whole = snapshot("v1", shifts);
    const [latest] = await putSnapshot(slack.client, whole, []);
    slack.arrived.length = 0;
    assertEquals((await getSnapshot(slack.client, "v1")).shifts.length, shifts);
    // 24 chunks come with the head, the others 25 a call.
    const { chunks } = latest!;
    const calls = 1 + Math.max(0, Math.ceil((chunks - 24) / 25));
    assertEquals(slack.counts(), { "apps.datastore.bulkGet": calls });
    if (shifts === 90_000) assert(chunks > 200, `${chunks}`);
    slack.close();
  }
});

Deno.test("one snapshot after another takes three calls each", async () => {
  const slack = openSlack([]);
  let all: StoredSnapshot[] = [];
  for (const version of ["v1", "v2", "v3"]) {
    slack.arrived.length = 0;
    all = await putSnapshot(slack.client, snapshot(version, 100), all);
  }
  assertEquals(slack.counts(), {
    "apps.datastore.bulkPut": 2,
    "apps.datastore.bulkDelete": 1,
  });
  slack.close();
});

Deno.test("the head is written after every chunk is stored", async () => {
  const slack = openSlack([]);
  const heads: string[][] = [];
  slack.before = ({ method, args }) => {
    const head = method === "apps.datastore.bulkPut" &&
      String(args.items).includes(":head");
    if (head) heads.push(stored(slack));
  };
  // More chunks than one bulk call takes.
  await putSnapshot(slack.client, snapshot("v1", 15_000, 0), []);
  assertEquals(heads.length, 1);
  assert(heads[0]!.length > 25);
  assertEquals(stored(slack).length, heads[0]!.length + 1);
  slack.close();
});

Deno.test("a snapshot whose writing was cut short is never read", async () => {
  const slack = openSlack([]);
  slack.state.partialFailures = [{
    method: "apps.datastore.bulkPut",
    keys: ["v1:1"],
  }];
  const put = () => putSnapshot(slack.client, snapshot("v1", 500), []);
  await assertRejects(put, Error, "could not be stored whole");
  assertEquals(stored(slack), ["v1:0"]);
  await assertRejects(
    () => getSnapshot(slack.client, "v1"),
    Error,
    "roster snapshot: not there; run fetch_roster first",
  );
  slack.state.partialFailures = [{
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
  await putSnapshot(slack.client, snapshot("v1", 500), []);
  const items = slack.items("roster_snapshots");
  const second = items.get("v1:1")!;
  items.delete("v1:1");
  const get = () => getSnapshot(slack.client, "v1");
  await assertRejects(get, Error, "roster snapshot, piece 1: missing");
  items.set("v1:1", { ...second, body: '{"shifts":[]}' });
  await assertRejects(get, Error, "roster snapshot, piece 1: people");
  items.set("v1:1", { ...second, schema_version: 9 });
  await assertRejects(
    get,
    Error,
    "written by a newer version of Shiftlight (schema_version 9;",
  );
  items.set("v1:1", second);
  assertEquals((await get()).shifts.length, 500);
  slack.close();
});

Deno.test("a joined shift keeps the shifts that it is made of", async () => {
  const slack = openSlack([]);
  const whole = snapshot("v1", 1);
  const { source, schedule, identity } = sampleShift({});
  const joined = [{ source, schedule, identity }];
  whole.shifts = [sampleShift({ labels: ["A", "B"], joined })];
  await putSnapshot(slack.client, whole, []);
  assertEquals((await getSnapshot(slack.client, "v1")).shifts, whole.shifts);
  slack.close();
});

Deno.test("a snapshot that Slack fails to read is a failure", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v1", 1), []);
  slack.fail({ method: "apps.datastore.bulkGet", status: 503 });
  const failure = await failureOf(() => getSnapshot(slack.client, "v1"));
  assertEquals(failure.kind, "retry");
  slack.close();
});

Deno.test("an item that is not needed is ignored when Slack could not read it", async () => {
  const slack = openSlack([]);
  await putSnapshot(slack.client, snapshot("v1", 1), []);
  const method = "apps.datastore.bulkGet";
  slack.state.partialFailures = [{ method, keys: ["v1:5"] }];
  assertEquals((await getSnapshot(slack.client, "v1")).shifts.length, 1);
  slack.state.partialFailures = [{ method, keys: ["v1:0"] }];
  await assertRejects(
    () => getSnapshot(slack.client, "v1"),
    Error,
    "roster snapshot, piece 0: Slack could not read it this time",
  );
  slack.close();
});

Deno.test("versions that no run can still be reading are deleted, with all their chunks", async () => {
  const slack = openSlack([]);
  const put = (version: string, shifts: number, before: StoredSnapshot[]) =>
    putSnapshot(slack.client, snapshot(version, shifts), before);
  const one = await put("v1", 12_000, []);
  assert(one[0]!.chunks > 25);
  const two = await put("v2", 1, one);
  assertEquals(stored(slack), ["v2:0", "v2:head"]);
  assertEquals(two.map(({ version }) => version), ["v2"]);
  slack.close();
});

Deno.test("a version that a run may still be reading stays, no matter how many come after it", async () => {
  const slack = openSlack([]);
  let all: StoredSnapshot[] = [];
  for (const [version, minutes] of [["v1", 0], ["v2", 2], ["v3", 4]] as const) {
    const next = snapshot(version, 1, 1, minutes);
    all = await putSnapshot(slack.client, next, all);
  }
  assertEquals(all.map(({ version }) => version), ["v3", "v2", "v1"]);
  assertEquals((await getSnapshot(slack.client, "v1")).version, "v1");
  await putSnapshot(slack.client, snapshot("v4", 1, 1, 6), all);
  assertEquals(stored(slack), [
    ...["v2:0", "v2:head", "v3:0", "v3:head"],
    ...["v4:0", "v4:head"],
  ]);
  slack.close();
});

Deno.test("a version that could not be deleted is deleted next time, and harms no run", async () => {
  const method = "apps.datastore.bulkDelete";
  const ways = [
    (slack: LocalSlack) => slack.fail({ method, status: 500 }),
    (slack: LocalSlack) =>
      slack.state.partialFailures = [{ method, keys: ["v1:0"] }],
  ];
  const { warn } = console;
  console.warn = () => {};
  try {
    for (const fail of ways) {
      const slack = openSlack([]);
      let all: StoredSnapshot[] = [];
      for (const version of ["v1", "v2"]) {
        if (version === "v2") fail(slack);
        all = await putSnapshot(slack.client, snapshot(version, 1), all);
      }
      assertEquals(all.map(({ version }) => version), ["v2", "v1"]);
      slack.state.partialFailures = [];
      all = await putSnapshot(slack.client, snapshot("v3", 1), all);
      assertEquals(stored(slack), ["v3:0", "v3:head"]);
      assertEquals(all.map(({ version }) => version), ["v3"]);
      slack.close();
    }
  } finally {
    console.warn = warn;
  }
});

Deno.test("nothing is deleted for a version that was not stored whole", async () => {
  const slack = openSlack([]);
  const one = await putSnapshot(slack.client, snapshot("v1", 1), []);
  slack.state.partialFailures = [{
    method: "apps.datastore.bulkPut",
    keys: ["v2:head"],
  }];
  const put = () => putSnapshot(slack.client, snapshot("v2", 1), one);
  await assertRejects(put, Error);
  assert(stored(slack).includes("v1:head"));
  assertEquals((await getSnapshot(slack.client, "v1")).version, "v1");
  slack.close();
});
