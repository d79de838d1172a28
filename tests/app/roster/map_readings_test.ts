import { assert, assertEquals } from "@std/assert";
import {
  mapReadings,
  shownTogether,
} from "../../../app/roster/map_readings.ts";
import type {
  RosterIdentity,
  RosterReading,
  RosterShift,
} from "../../../rosters/port.ts";
import { member, NOW } from "../../slack/local_slack.ts";
import { rosterShift } from "../../rosters/roster_shift.ts";
import { type Bench, openBench } from "../../functions/step_bench.ts";

const TOKYO = { tz: "Asia/Tokyo" };

function open(config: Record<string, unknown> = {}): Bench {
  const people = [member("ann", TOKYO), member("bob"), member("cid")];
  const bench = openBench(people, [], { config });
  bench.slack.state.userGroups = new Map([
    ["SREL", { id: "SREL", name: "release", members: ["UANN", "UBOB"] }],
  ]);
  return bench;
}

function reading(...shifts: RosterShift[]): RosterReading {
  const schedule = { source: "pd", schedule: "PS1", name: "Primary" };
  return { shifts, unreadable: [], rejected: [], schedules: [schedule] };
}

function named(name: string, fields: Partial<RosterIdentity> = {}) {
  const identity = { key: `ical:${name}`, email: null, name, ...fields };
  return rosterShift({ identity });
}

const RELEASE = named("release", { key: "group:SREL", group: "SREL" });

async function mapped(bench: Bench, ...readings: RosterReading[]) {
  return (await mapReadings(bench.execution(), readings, NOW)).snapshot;
}

Deno.test("a group's shift becomes one of each member, in their own time zone", async () => {
  const bench = open();
  const days = { from: "2026-03-03", until: "2026-03-04" };
  const snapshot = await mapped(bench, reading({ ...RELEASE, days }));
  const [midnight, day] = [Date.parse("2026-03-03T00:00Z") / 1000, 86_400];
  const told = snapshot.shifts.map(({ person, identity, start, end }) => [
    person,
    identity,
    start - midnight,
    end! - start,
  ]);
  assertEquals(told, [
    ["UANN", "group:SREL", -9 * 3600, day],
    ["UBOB", "group:SREL", 0, day],
  ]);
  assertEquals(snapshot.unmapped, []);
  assertEquals(snapshot.schedules.length, 1);
  const { by_method } = { by_method: bench.slack.counts() };
  assertEquals(by_method["usergroups.users.list"], 1);
  assertEquals(by_method["users.info"], 2);
  bench.close();
});

Deno.test("if not everybody can be looked up, those whose shift is nearest are", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const bench = openBench(names.map((name) => member(name)), []);
  bench.slack.fail({ method: "users.list", status: 429, retry_after: 9 });
  // The order on the roster is another one: every seventh comes next.
  const order = names.map((_, index) => index * 7 % 60);
  const shifts = names.map((name, index) => ({
    ...named(name, { email: `${name}@example.com` }),
    start: NOW + 3600 * order[index]!,
    end: NOW + 3600 * 99,
  }));
  const { unmapped } = await mapped(bench, reading(...shifts));
  const late = names.filter((_, index) => order[index]! >= 40);
  assertEquals(
    unmapped.map(({ name }) => name).sort(),
    late.sort(),
  );
  bench.close();
});

Deno.test("a group that cannot be read is unknown, and the reason says what to do", async () => {
  for (const error of ["missing_scope", "no_such_subteam", "internal_error"]) {
    const bench = open();
    bench.slack.fail({ method: "usergroups.users.list", error });
    const { shifts, unmapped } = await mapped(bench, reading(RELEASE));
    assertEquals(shifts, []);
    const [missing] = unmapped;
    assertEquals([missing!.identity, missing!.transient], ["group:SREL", true]);
    assert(missing!.reason.includes(error), missing!.reason);
    bench.close();
  }
});

Deno.test("people are found by table, by the roster's own id, and by alias", async () => {
  const bench = open({
    people: { "ical:Ann - Vacation": "UANN" },
    aliases: [
      { pattern: "cid*", person: "cid@example.com" },
      { pattern: "*vacation*", person: "UBOB" },
    ],
  });
  const snapshot = await mapped(
    bench,
    reading(
      named("Ann - Vacation"),
      named("Robert VACATION"),
      named("Cid, out"),
      named("Known", { slackId: "UCID" }),
      named("Stranger"),
    ),
  );
  const told = snapshot.shifts.map((
    { identity, person },
  ) => [identity, person]);
  assertEquals(Object.fromEntries(told), {
    "ical:Ann - Vacation": "UANN",
    "ical:Robert VACATION": "UBOB",
    "ical:Cid, out": "UCID",
    "ical:Known": "UCID",
  });
  assertEquals(snapshot.unmapped.map(({ name }) => name), ["Stranger"]);
  bench.close();
});

Deno.test("several readings are mapped together", async () => {
  const bench = open();
  const identity = { key: "slack:UANN", email: null, name: "x" };
  const second: RosterReading = {
    shifts: [named("x", { ...identity, slackId: "UANN" })],
    unreadable: [{ source: "other", schedule: null, reason: "500" }],
    rejected: [{ source: "other", reason: "odd" }],
    schedules: [],
  };
  const snapshot = await mapped(bench, reading(named("Stranger")), second);
  assertEquals(snapshot.shifts.length, 1);
  assertEquals(snapshot.unreadable, second.unreadable);
  assertEquals(snapshot.rejected, second.rejected);
  assertEquals(snapshot.unmapped.length, 1);
  bench.close();
});

Deno.test("shifts of one person, state and text are shown together", () => {
  const bench = open({
    states: {
      on_call: {
        text: "On call until {until}",
        level_texts: { "3": "Backup until {until}" },
        emoji: ":pager:",
        priority: 1,
      },
    },
    aliases: [{ pattern: "al,*", person: "alice@example.com" }],
  });
  const groupOf = shownTogether(bench.execution().config);
  const one = groupOf(rosterShift());
  const { identity } = rosterShift();
  const same = [
    rosterShift({ source: "x", schedule: "y", start: 1, level: 2 }),
    rosterShift({ identity: { ...identity, key: "z", slackId: "UX" } }),
    named("Al, out"),
  ];
  for (const shift of same) assertEquals(groupOf(shift), one);
  const others = [
    rosterShift({ level: 3 }),
    rosterShift({ state: "pto" }),
    named("Stranger"),
    RELEASE,
  ];
  const groups = new Set([one, ...others.map(groupOf)]);
  assertEquals(groups.size, 1 + others.length);
  bench.close();
});
