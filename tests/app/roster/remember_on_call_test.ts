import { assertEquals } from "@std/assert";
import { mapReadings } from "../../../app/roster/map_readings.ts";
import type { RosterSnapshot } from "../../../reconciler/shift.ts";
import type { RosterReading, RosterShift } from "../../../rosters/port.ts";
import { type Bench, openBench } from "../../functions/step_bench.ts";
import { rosterShift } from "../../rosters/roster_shift.ts";
import { member, NOW } from "../../slack/local_slack.ts";

const HOUR = 3600;
const TOKYO = { tz: "Asia/Tokyo" };

const ANN = {
  key: "pagerduty:PANN",
  email: "ann@example.com",
  name: "Ann",
};

function onCall(changes: Partial<RosterShift> = {}): RosterShift {
  return rosterShift({
    identity: ANN,
    source: "pd",
    schedule: "PS1",
    start: NOW - HOUR,
    end: NOW + HOUR,
    ...changes,
  });
}

const RELEASE = onCall({
  identity: { key: "group:SREL", email: null, name: "rel", group: "SREL" },
});

function open(): Bench {
  const people = [member("ann", TOKYO), member("bob")];
  const bench = openBench(people, []);
  bench.slack.state.userGroups = new Map([
    ["SREL", { id: "SREL", name: "release", members: ["UANN", "UBOB"] }],
  ]);
  return bench;
}

function reading(
  shifts: RosterShift[],
  unreadable: RosterReading["unreadable"] = [],
): RosterReading {
  return { shifts, unreadable, rejected: [], schedules: [] };
}

const failed = (schedule: string | null, identity?: string) =>
  reading([], [{
    source: "pd",
    schedule,
    reason: "500",
    ...(identity === undefined ? {} : { identity }),
  }]);

/** Reads once more. Also tells whether the last snapshot was read for it. */
async function readAgain(
  bench: Bench,
  next: RosterReading,
  last: RosterSnapshot | null,
): Promise<RosterSnapshot & { reads: number }> {
  let reads = 0;
  const { snapshot } = await mapReadings(
    bench.execution(),
    [next],
    NOW,
    false,
    () => {
      reads++;
      return Promise.resolve(last);
    },
  );
  return { ...snapshot, reads };
}

function peopleOn({ remembered }: RosterSnapshot): string[] {
  return remembered.map(({ person }) => person).sort();
}

function forget(bench: Bench): void {
  bench.slack.items("people").clear();
}

Deno.test("while all is read and found, the last snapshot is not looked at", async () => {
  const bench = open();
  const first = await readAgain(bench, reading([onCall()]), null);
  const second = await readAgain(bench, reading([]), first);
  assertEquals([first.reads, second.reads], [0, 0]);
  assertEquals([second.remembered, second.unplaced], [[], []]);
  bench.close();
});

Deno.test("what is remembered: the source, its schedule or the person that could not be read", async () => {
  const bench = open();
  const pto = onCall({ state: "pto", start: NOW });
  const over = onCall({ start: NOW - 2 * HOUR, end: NOW });
  const first = await readAgain(bench, reading([onCall(), pto, over]), null);
  const cases: [RosterReading, string[]][] = [
    [failed(null), ["UANN"]],
    [failed("PS1"), ["UANN"]],
    [failed("PS2"), []],
    [failed("PS1", ANN.key), ["UANN"]],
    [failed("PS1", "pagerduty:PBOB"), []],
  ];
  for (const [next, people] of cases) {
    const second = await readAgain(bench, next, first);
    assertEquals(peopleOn(second), people);
    const third = await readAgain(bench, next, second);
    assertEquals(peopleOn(third), people);
    assertEquals(peopleOn(await readAgain(bench, reading([]), third)), []);
  }
  bench.close();
});

Deno.test("a group that cannot be read stands for the members it had", async () => {
  const bench = open();
  const first = await readAgain(bench, reading([RELEASE]), null);
  const method = "usergroups.users.list";
  bench.slack.fail({ method, error: "internal_error", times: 9 });
  const second = await readAgain(bench, reading([RELEASE]), first);
  assertEquals(peopleOn(second), ["UANN", "UBOB"]);
  const third = await readAgain(bench, failed(null), second);
  assertEquals(peopleOn(third), ["UANN", "UBOB"]);
  bench.close();
});

Deno.test("a group that was never read is read again while its roster cannot be", async () => {
  const bench = open();
  const method = "usergroups.users.list";
  bench.slack.fail({ method, error: "internal_error" });
  const first = await readAgain(bench, reading([RELEASE]), null);
  assertEquals([peopleOn(first), first.unplaced.length], [[], 1]);
  const second = await readAgain(bench, failed(null), first);
  assertEquals(peopleOn(second), ["UANN", "UBOB"]);
  assertEquals(second.unplaced, []);
  bench.close();
});

Deno.test("a person whose address is no longer found counts as the one it was", async () => {
  const bench = open();
  const first = await readAgain(bench, reading([onCall()]), null);
  forget(bench);
  bench.slack.state.people.get("UANN")!.email = "elsewhere@example.com";
  const next = reading([onCall({ start: NOW, end: null })]);
  const second = await readAgain(bench, next, first);
  assertEquals(second.shifts, []);
  assertEquals(peopleOn(second), ["UANN"]);
  assertEquals(peopleOn(await readAgain(bench, failed(null), second)), [
    "UANN",
  ]);
  bench.close();
});

Deno.test("a person known by another source is found by their address", async () => {
  const bench = open();
  const leave = onCall({
    state: "pto",
    source: "hr",
    identity: { key: "json:ann@example.com", email: ANN.email, name: "Ann" },
  });
  const first = await readAgain(bench, reading([leave]), null);
  forget(bench);
  const method = "users.lookupByEmail";
  bench.slack.fail({ method, error: "internal_error", times: 99 });
  const second = await readAgain(bench, reading([leave]), first);
  assertEquals(peopleOn(second), []);
  const third = await readAgain(bench, reading([leave, onCall()]), second);
  assertEquals(peopleOn(third), ["UANN"]);
  bench.close();
});

Deno.test("whole days of a person whose zone is not known are days anywhere", async () => {
  const bench = open();
  const days = { from: "2026-03-02", until: "2026-03-03" };
  const identity = {
    key: "slack:UANN",
    email: null,
    name: "A",
    slackId: "UANN",
  };
  const whole = reading([onCall({ identity, days })]);
  bench.slack.fail({ method: "users.info", error: "internal_error" });
  const blind = await readAgain(bench, whole, null);
  assertEquals(blind.shifts.length, 1);
  const midnight = Date.parse("2026-03-02T00:00:00Z") / 1000;
  assertEquals(
    blind.remembered.map(({ start, end }) => [
      (start - midnight) / HOUR,
      (end! - midnight) / HOUR,
    ]),
    [[-14, 36]],
  );
  const seeing = await readAgain(bench, whole, null);
  assertEquals(seeing.remembered, []);
  bench.close();
});
