import {
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { fetchRoster } from "../../../app/steps/fetch.ts";
import { getSnapshot } from "../../../slack/records/roster_snapshots.ts";
import { member } from "../../slack/local_slack.ts";
import { openBench, optedIn, schedule } from "../../functions/step_bench.ts";

const PEOPLE = [optedIn("ann"), optedIn("bob")];
const SHIFTS = [schedule("on_call", ["ann", "bob"])];

Deno.test("the first run checks everybody and counts what was read", async () => {
  const shifts = [schedule("on_call", ["ann", "bob", "stranger"])];
  const bench = openBench(PEOPLE, shifts);
  const { snapshot_id, ...fetch } = await fetchRoster(bench.execution(), {
    complete: true,
  });
  assertEquals(snapshot_id, bench.checkpoint().snapshot);
  assertEquals(fetch, {
    run_id: "Fx1",
    scope: "everybody",
    shifts: 3,
    unreadable: 0,
    unmapped: 1,
    handoffs: "as booked",
  });
  bench.close();
});

Deno.test("a snapshot's id cannot be told from its run's", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 2; n++) {
    const bench = openBench(PEOPLE, SHIFTS);
    const { run_id, snapshot_id } = await bench.fetch();
    assertEquals(run_id, "Fx1");
    ids.push(snapshot_id);
    bench.close();
  }
  assertNotEquals(ids[0], ids[1]);
});

Deno.test("if nothing is new and nothing due, a poll reads once and notes that it did, however many are on call", async () => {
  for (const count of [3, 300]) {
    const names = Array.from({ length: count }, (_, index) => `p${index}`);
    const people = names.map((name) => optedIn(name));
    const bench = openBench(people, [schedule("on_call", names)], {
      config: { limits: { rates: "none" } },
    });
    await bench.sync();
    bench.pass(900);
    bench.slack.arrived.length = 0;
    const { fetch } = await bench.sync();
    assertEquals(fetch.scope, "nothing");
    assertEquals(bench.slack.counts(), {
      "apps.datastore.bulkGet": 1,
      "apps.datastore.put": 1,
    });
    bench.close();
  }
});

Deno.test("without talking, such a poll stores nothing at all", async () => {
  const config = { talk: null };
  const bench = openBench(PEOPLE, SHIFTS, { config });
  await bench.sync();
  bench.pass(900);
  bench.slack.arrived.length = 0;
  await bench.sync();
  assertEquals(bench.slack.counts(), { "apps.datastore.bulkGet": 1 });
  assertEquals(bench.slack.items("runs").has("rosters_read"), false);
  bench.close();
});

Deno.test("if asked to, it checks everybody although nothing is new", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  await bench.sync();
  const { fetch } = await bench.sync(true);
  assertEquals(fetch.scope, "everybody");
  bench.close();
});

Deno.test("it checks everybody if a roster or a setting changed, or a shift ended", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  await bench.sync();
  const { schedules } = bench.slack.roster;
  bench.slack.roster.schedules = [];
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  bench.slack.roster.schedules = schedules;
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  const config = JSON.parse(bench.env.SHIFTLIGHT_CONFIG!);
  config.poll_minutes = 30;
  bench.env.SHIFTLIGHT_CONFIG = JSON.stringify(config);
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.pass(3600);
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  bench.close();
});

Deno.test("the next run continues one that was cut short", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  await bench.fetch();
  bench.pass(3);
  const { fetch, apply } = await bench.sync();
  assertEquals([fetch.scope, apply.changed], ["everybody", 2]);
  bench.close();
});

Deno.test("a run that began a moment ago does the work alone, unless the rosters changed since", async () => {
  for (
    const [seconds, moved, scope] of [
      [2, false, "nothing"],
      [3, false, "everybody"],
      [2, true, "everybody"],
    ] as const
  ) {
    const bench = openBench(PEOPLE, SHIFTS);
    await bench.fetch();
    bench.pass(seconds);
    if (moved) bench.slack.roster.schedules = [];
    assertEquals((await bench.fetch()).scope, scope);
    bench.close();
  }
});

Deno.test("steps of somebody's own workflow read for themselves, although a run began a moment ago", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  await bench.fetch();
  bench.pass(1);
  const own = bench.execution("Fxown", "Wxown");
  const { scope } = await fetchRoster(own, { complete: false });
  assertEquals(scope, "everybody");
  bench.close();
});

Deno.test("the steps after it learn that a source cannot be read", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  bench.env.PAGERDUTY_TOKEN = "wrong";
  const { fetch } = await bench.sync();
  assertEquals([fetch.shifts, fetch.unreadable], [0, 1]);
  const [problem] = await bench.problems();
  assertStringIncludes(problem!, "Everyone on it stays as they are.");
  bench.close();
});

Deno.test("a person who is not found is reported and does not affect others", async () => {
  const shifts = [schedule("on_call", ["ann", "stranger"])];
  const bench = openBench(PEOPLE, shifts);
  const { apply } = await bench.sync();
  assertEquals(apply.changed, 1);
  const [problem] = await bench.problems();
  assertStringIncludes(problem!, "not found in Slack: nobody in Slack has");
  bench.close();
});

Deno.test("an entry that ends before it starts is left out and reported", async () => {
  const backwards = schedule("on_call", ["bob"], 3600, 1800);
  const bench = openBench(PEOPLE, [
    schedule("on_call", ["ann"]),
    { ...backwards, id: "PODD", name: "Odd" },
  ]);
  const { apply } = await bench.sync();
  assertEquals(apply.changed, 1);
  assertEquals((await bench.problems()).length, 1);
  bench.close();
});

Deno.test("the table of people finds a person who has another address in Slack", async () => {
  const people = { "Ann.On.Roster@example.com": "UANN" };
  const ann = optedIn("ann");
  const bench = openBench([ann, member("bob")], [
    schedule("on_call", ["ann.on.roster"]),
  ], { config: { people } });
  const { fetch, apply } = await bench.sync();
  assertEquals([fetch.unmapped, apply.changed], [0, 1]);
  bench.close();
});

Deno.test("old snapshots are deleted, the one in use stays", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  const versions: string[] = [];
  for (const _ of [1, 2, 3, 4]) {
    versions.push((await bench.sync(true)).fetch.snapshot_id);
    bench.pass(300);
  }
  const stored = [...bench.slack.items("roster_snapshots").keys()].sort();
  const kept = versions.slice(-1).flatMap((id) => [`${id}:0`, `${id}:head`]);
  assertEquals(stored, kept.sort());
  bench.close();
});

Deno.test("old snapshots that Slack does not let a run delete now delay nothing, and a later run deletes them", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  await bench.sync(true);
  bench.pass(300);
  bench.slack.clock.slept.length = 0;
  const method = "apps.datastore.bulkDelete";
  bench.slack.fail({ method, status: 429, retry_after: 9 });
  const { warn } = console;
  console.warn = () => {};
  try {
    await fetchRoster(bench.execution(), {
      always: true,
      complete: true,
    });
  } finally {
    console.warn = warn;
  }
  assertEquals(bench.slack.clock.slept, []);
  const stored = () => bench.slack.items("roster_snapshots").size;
  assertEquals(stored(), 4);
  bench.pass(300);
  await bench.sync(true);
  assertEquals(stored(), 2);
  bench.close();
});

Deno.test("a 429 while the last run is read is obeyed once", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  const limited = { status: 429, retry_after: 2 };
  bench.slack.fail({ method: "apps.datastore.bulkGet", ...limited });
  assertEquals((await bench.sync()).apply.changed, 2);
  assertEquals(bench.slack.clock.slept, [2000, 3000, 1000]);
  bench.close();
});

Deno.test("a run within five minutes that reads the same uses the same snapshot", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  const first = (await bench.sync()).fetch;
  bench.pass(290);
  const second = (await bench.sync(true)).fetch;
  assertEquals(second.snapshot_id, first.snapshot_id);
  assertEquals(second.run_id === first.run_id, false);
  bench.pass(5);
  const third = (await bench.sync(true)).fetch;
  assertNotEquals(third.snapshot_id, first.snapshot_id);
  assertEquals(bench.checkpoint().snapshot, third.snapshot_id);
  bench.close();
});

Deno.test("a run that reads something else, or has a person to look up, stores a new snapshot", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  const before = (await bench.sync()).fetch;
  const [known] = bench.slack.roster.schedules;
  const shifts = known!.shifts.slice(0, 1);
  bench.slack.roster.schedules = [{ ...known!, shifts }];
  const { fetch } = await bench.sync();
  assertNotEquals(fetch.snapshot_id, before.snapshot_id);
  bench.close();
  const missing = openBench(PEOPLE, [schedule("on_call", ["ann", "stranger"])]);
  const once = (await missing.sync()).fetch;
  const again = (await missing.sync(true)).fetch;
  assertNotEquals(again.snapshot_id, once.snapshot_id);
  missing.close();
});

Deno.test("it checks everybody if the mode changed or an operator asked for something", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  await bench.sync();
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  const record = { id: "mode", set_by: "UOPS", set_at: 1 };
  const choices = [
    { mode: "preview", put_back: false },
    { mode: "preview", put_back: true },
    { mode: "enforce", put_back: false },
  ];
  for (const choice of choices) {
    bench.slack.items("runs").set("mode", {
      id: "mode",
      schema_version: 1,
      body: JSON.stringify({ ...record, ...choice }),
    });
    assertEquals((await bench.sync()).fetch.scope, "everybody");
  }
  bench.close();
});

Deno.test("a snapshot that is not visible at once is read a second time", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  const { snapshot_id } = await bench.fetch();
  const heads = bench.slack.items("roster_snapshots");
  const head = heads.get(`${snapshot_id}:head`)!;
  heads.delete(`${snapshot_id}:head`);
  const { sleep } = bench.slack.clock;
  bench.slack.clock.sleep = async (ms) => {
    if (ms === 1000) heads.set(`${snapshot_id}:head`, head);
    await sleep(ms);
  };
  assertEquals((await bench.apply()).changed, 2);
  bench.close();
});

Deno.test("a run after a consent has changed stores its own snapshot", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  const before = (await bench.sync()).fetch;
  const body = { id: "consents", revision: "other", pending_since: null };
  bench.slack.items("runs").set("consents", {
    id: "consents",
    schema_version: 1,
    body: JSON.stringify(body),
  });
  const { fetch } = await bench.sync();
  assertNotEquals(fetch.snapshot_id, before.snapshot_id);
  const again = (await bench.sync(true)).fetch;
  assertEquals(again.snapshot_id, fetch.snapshot_id);
  bench.close();
});

Deno.test("placeholders have no shift and are not reported as missing", async () => {
  const shifts = [schedule("on_call", ["ann", "nobody", "filler"])];
  const placeholders = [" NOBODY ", "filler@example.com"];
  const bench = openBench(PEOPLE, shifts, { config: { placeholders } });
  const { fetch } = await bench.sync();
  assertEquals([fetch.shifts, fetch.unmapped], [1, 0]);
  assertEquals(await bench.problems(), []);
  bench.close();
});

Deno.test("the snapshot names the schedules that were read", async () => {
  const bench = openBench(PEOPLE, SHIFTS);
  const { snapshot_id } = await bench.fetch();
  const { schedules } = await getSnapshot(bench.slack.client, snapshot_id);
  assertEquals(schedules, [{
    source: "PON_CALL",
    schedule: "PON_CALL",
    name: "The on_call",
  }]);
  bench.close();
});

Deno.test("it checks everybody when whole days begin in a person's time zone", async () => {
  const kim = optedIn("kim", { tz: "Asia/Tokyo" });
  const days = [{
    email: "kim@example.com",
    start: "2026-03-03",
    end: "2026-03-04",
  }];
  const shifts = [{
    ...schedule("pto", []),
    vendor: "json",
    shifts: days,
  }];
  const sources = [{
    type: "json",
    id: "leave",
    state: "pto",
    url: "https://rosters.example.com/PPTO.json",
    token: "JSON_TOKEN",
  }];
  const bench = openBench([kim], shifts, {
    config: { sources },
    env: { JSON_TOKEN: "json-local-token" },
  });
  bench.env.JSON_API_URL = `${bench.slack.root}/json`;
  await bench.sync();
  // It is that day somewhere from ten in the morning on, and in Tokyo from three.
  const tokyo = Date.parse("2026-03-02T15:00:00Z") / 1000;
  assertEquals(bench.checkpoint().changes_at, tokyo);
  bench.slack.clock.ms = (tokyo - 60) * 1000;
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  assertEquals(bench.claim("UKIM"), null);
  const before = bench.checkpoint().roster_digest;
  bench.slack.clock.ms = (tokyo - 30) * 1000;
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.slack.clock.ms = tokyo * 1000;
  assertEquals((await bench.sync()).fetch.scope, "everybody");
  assertEquals(bench.claim("UKIM")!.shift.start, tokyo);
  assertEquals(bench.checkpoint().roster_digest, before);
  bench.close();
});
