import { assertEquals, assertStringIncludes } from "@std/assert";
import { type EarlyEnds, earlyEnds } from "../../../slack/records/runs.ts";
import { NOW } from "../../slack/local_slack.ts";
import {
  type Bench,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";
import { declaredShift, keep } from "../declared/declared_bench.ts";

const NAMES = Array.from({ length: 12 }, (_, index) => `p${index + 10}`);
const SET = "users.profile.set";

/** So many people on call for eight hours; afterwards these alone. */
async function openAfter(
  count: number,
  left: string[],
  config: Record<string, unknown> = {},
): Promise<Bench> {
  const names = NAMES.slice(0, count);
  const people = names.map((name) => optedIn(name));
  const shifts = (of: string[]) => schedule("on_call", of, 0, 8 * 3600);
  const bench = openBench(people, [shifts(names)], { config });
  await bench.sync();
  bench.pass(900);
  const [known] = bench.slack.roster.schedules;
  const kept = known!.shifts.filter(({ email }) =>
    left.some((name) => email === `${name}@example.com`)
  );
  bench.slack.roster.schedules = [{ ...known!, shifts: kept }];
  bench.slack.arrived.length = 0;
  return bench;
}

function heldBack(bench: Bench): EarlyEnds | null {
  const item = bench.slack.items("runs").get("early_ends");
  return item ? earlyEnds.parse(item) : null;
}

function confirm(bench: Bench, at: number): void {
  const record = heldBack(bench)!;
  const confirmed = { confirmed_by: "UOPS", confirmed_at: at };
  const item = earlyEnds.format({ ...record, ...confirmed });
  bench.slack.items("runs").set("early_ends", item);
}

function now(bench: Bench): number {
  return Math.floor(bench.slack.clock.ms / 1000);
}

Deno.test("more than half of ten or more: none ends, and who they are is kept for the operator", async () => {
  const bench = await openAfter(10, NAMES.slice(0, 4));
  const { restore } = await bench.sync();
  assertEquals(restore, { restored: 0, failed: 0, postponed: 0 });
  assertEquals(bench.slack.counts()[SET], undefined);
  const { people, active, confirmed_at } = heldBack(bench)!;
  assertEquals(
    people,
    NAMES.slice(4, 10).map((name) => name.toUpperCase())
      .map((name) => `U${name}`),
  );
  assertEquals([active, confirmed_at], [10, null]);
  const [problem] = await bench.problems();
  assertStringIncludes(problem!, "6 of the 10 shifts shown");
  bench.close();
});

Deno.test("just half of them, or fewer than ten: they end", async () => {
  const cases = [[10, NAMES.slice(0, 5), 5], [
    9,
    NAMES.slice(0, 1),
    8,
  ]] as const;
  for (const [count, left, restored] of cases) {
    const bench = await openAfter(count, [...left]);
    assertEquals((await bench.sync()).restore.restored, restored);
    assertEquals(heldBack(bench), null);
    bench.close();
  }
});

Deno.test("the share is what is configured", async () => {
  const cases = [[0.2, 0], [0.25, 3], [1, 3]] as const;
  for (const [early_end_share, restored] of cases) {
    const limits = { early_end_share };
    const bench = await openAfter(12, NAMES.slice(0, 9), { limits });
    assertEquals((await bench.sync()).restore.restored, restored);
    bench.close();
  }
  const bench = await openAfter(12, [], { limits: { early_end_share: 1 } });
  // Of a source that lists no shifts all at once, when the next reading agrees.
  assertEquals((await bench.sync()).restore.restored, 0);
  assertEquals(heldBack(bench), null);
  bench.pass(60);
  assertEquals((await bench.sync()).restore.restored, 12);
  bench.close();
});

Deno.test("of a source that lists no shifts all at once, the operator is asked at the first reading", async () => {
  const bench = await openAfter(12, []);
  assertEquals((await bench.sync()).restore.restored, 0);
  assertEquals(heldBack(bench)!.people.length, 12);
  const [strange, asked, ...others] = await bench.problems();
  assertStringIncludes(strange!, "now lists none");
  assertStringIncludes(asked!, "12 of the 12 shifts shown");
  assertEquals(others.length, 0);
  confirm(bench, now(bench));
  // A reading at the same time is the same one.
  bench.pass(20);
  assertEquals((await bench.sync(true)).restore.restored, 0);
  bench.pass(40);
  assertEquals((await bench.sync(true)).restore.restored, 12);
  bench.close();
});

Deno.test("nine of a source that lists no shifts all at once are nothing to ask about", async () => {
  const bench = await openAfter(9, []);
  assertEquals((await bench.sync()).restore.restored, 0);
  assertEquals(heldBack(bench), null);
  bench.pass(60);
  assertEquals((await bench.sync()).restore.restored, 9);
  bench.close();
});

Deno.test("confirmed within the hour they end, later the operator is asked again", async () => {
  for (const [minutes, restored] of [[59, 12], [60, 0]] as const) {
    const bench = await openAfter(12, []);
    await bench.sync();
    confirm(bench, now(bench));
    // What the roster says is new, so that a poll looks.
    bench.pass(minutes * 60 - 3);
    assertEquals((await bench.sync(true)).restore.restored, restored);
    assertEquals(heldBack(bench)!.confirmed_at === null, restored === 0);
    bench.close();
  }
});

Deno.test("a confirmation of some is none of others", async () => {
  const bench = await openAfter(12, NAMES.slice(0, 4));
  await bench.sync();
  assertEquals(heldBack(bench)!.people.length, 8);
  confirm(bench, now(bench));
  bench.slack.roster.schedules = [{
    ...bench.slack.roster.schedules[0]!,
    shifts: [],
  }];
  assertEquals((await bench.sync(true)).restore.restored, 0);
  const { people, confirmed_at } = heldBack(bench)!;
  assertEquals([people.length, confirmed_at], [12, null]);
  bench.close();
});

Deno.test("the same people still waiting are not written down again", async () => {
  const bench = await openAfter(12, []);
  await bench.sync();
  const first = heldBack(bench);
  bench.pass(900);
  await bench.sync(true);
  assertEquals(heldBack(bench), first);
  bench.close();
});

Deno.test("once they are no longer many, the record for the operator goes", async () => {
  const bench = await openAfter(12, NAMES);
  const [known] = bench.slack.roster.schedules;
  bench.slack.roster.schedules = [{ ...known!, shifts: [] }];
  await bench.sync();
  assertEquals(heldBack(bench)!.people.length, 12);
  const shifts = known!.shifts.slice(0, 10);
  bench.slack.roster.schedules = [{ ...known!, shifts }];
  bench.pass(900);
  assertEquals((await bench.sync()).restore.restored, 2);
  assertEquals(heldBack(bench), null);
  bench.close();
});

Deno.test("restores by an operator are never held back, other suppressed shifts are", async () => {
  const cases = [["put_back", 12], ["yielded", 0], ["skipped", 0]] as const;
  for (const [phase, restored] of cases) {
    const bench = await openAfter(12, []);
    for (const item of bench.slack.items("claims").values()) {
      const claim = bench.claim(String(item.person))!;
      const suppressed = [{ shift: claim.shift, phase }];
      item.body = JSON.stringify({ ...claim, suppressed });
    }
    await bench.sync();
    bench.pass(60);
    assertEquals((await bench.sync()).restore.restored, restored, phase);
    assertEquals(heldBack(bench) === null, restored > 0, phase);
    bench.close();
  }
});

Deno.test("ends on time are never held back", async () => {
  const bench = await openAfter(12, []);
  bench.pass(8 * 3600 - 900);
  assertEquals(now(bench) >= NOW + 8 * 3600, true);
  assertEquals((await bench.sync()).restore.restored, 12);
  assertEquals(heldBack(bench), null);
  bench.close();
});

Deno.test("people who opted out or unticked the state are never held back", async () => {
  for (const fields of [{ withdrawn_at: NOW }, { states: ["pto"] }]) {
    const bench = await openAfter(12, NAMES);
    for (const item of bench.slack.items("consents").values()) {
      Object.assign(item, fields);
    }
    assertEquals((await bench.sync(true)).restore.restored, 12);
    assertEquals(heldBack(bench), null);
    bench.close();
  }
});

Deno.test("a shift whose source cannot be read does not end early", async () => {
  const bench = await openAfter(12, NAMES);
  bench.env.PAGERDUTY_TOKEN = "wrong";
  bench.slack.items("consents").get("UP10")!.withdrawn_at = NOW;
  assertEquals((await bench.sync(true)).restore.restored, 1);
  assertEquals(heldBack(bench), null);
  bench.close();
});

/** Focus time that so many declared; then all of them end it. */
async function openAfterDeclared(schedules: unknown[]): Promise<Bench> {
  const people = NAMES.map((name) => optedIn(name));
  const bench = openBench(people, schedules);
  const shifts = NAMES.map((name) =>
    declaredShift({
      id: `Fx${name}`,
      person: `U${name.toUpperCase()}`,
      start: NOW - 60,
      end: NOW + 3600,
    })
  );
  keep(bench, ...shifts);
  await bench.sync();
  bench.pass(900);
  bench.slack.roster.schedules = bench.slack.roster.schedules
    .map((known) => ({ ...known, shifts: [] }));
  keep(bench, ...shifts.map((shift) => ({ ...shift, end: NOW + 600 })));
  return bench;
}

Deno.test("people who ended what they had declared themselves are not held back", async () => {
  const bench = await openAfterDeclared([]);
  assertEquals((await bench.sync(true)).restore.restored > 0, true);
  assertEquals(heldBack(bench), null);
  assertEquals(bench.claim("UP10"), null);
  bench.close();
});

Deno.test("a shift that a roster shares in is held back", async () => {
  const bench = await openAfterDeclared([
    schedule("focus", NAMES, 0, 8 * 3600),
  ]);
  for (let readings = 0; readings < 2; readings++) {
    assertEquals((await bench.sync(true)).restore.restored, 0);
    assertEquals(heldBack(bench)!.people.length, 12);
    bench.pass(60);
  }
  bench.close();
});

Deno.test("of shifts that another roster shows as well, none would end", async () => {
  const both = ["P1", "P2"].map((id) => ({
    ...schedule("on_call", NAMES, 0, 8 * 3600),
    id,
  }));
  const bench = openBench(NAMES.map((name) => optedIn(name)), both);
  await bench.sync();
  bench.pass(900);
  const [first, second] = bench.slack.roster.schedules;
  bench.slack.roster.schedules = [{ ...first!, shifts: [] }, second!];
  assertEquals((await bench.sync()).restore.restored, 0);
  assertEquals(heldBack(bench), null);
  bench.pass(60);
  assertEquals((await bench.sync()).restore.restored, 0);
  assertEquals(heldBack(bench), null);
  bench.close();
});

Deno.test("a roster that calls all shifts something that is not allowed is held back", async () => {
  const names = NAMES;
  const people = names.map((name) =>
    optedIn(name, {}, { states: ["on_call"] })
  );
  const shifts = (state: string) => ({
    ...schedule(state, names, 0, 8 * 3600),
    id: `P${state}`,
  });
  const bench = openBench(people, [shifts("on_call"), shifts("pto")]);
  const [onCall, leave] = bench.slack.roster.schedules;
  bench.slack.roster.schedules = [onCall!, { ...leave!, shifts: [] }];
  await bench.sync();
  assertEquals(bench.slack.counts()[SET], 12);
  bench.pass(900);
  bench.slack.roster.schedules = [{ ...onCall!, shifts: [] }, leave!];
  const { restore } = await bench.sync();
  assertEquals([restore.restored, heldBack(bench)?.people.length], [0, 12]);
  bench.close();
});
