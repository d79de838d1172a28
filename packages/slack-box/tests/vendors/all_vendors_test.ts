import { assert, assertEquals } from "@std/assert";
import { SOURCE_SHAPES } from "../../shiftlight.ts";
import { VENDOR_KINDS, type VendorName } from "../../vendors/kinds.ts";
import type { RosterReading } from "../../../../rosters/port.ts";
import { rosterOf } from "../../../../rosters/read_rosters.ts";
import {
  assertIncludes,
  fakeClock,
} from "../../../../tests/rosters/fake_vendor.ts";
import { START_MS } from "../fixture/workspace.ts";
import {
  CALLED,
  envOfAll,
  given,
  NAMES,
  readAll,
  sourceOf,
  withEach,
} from "./every_vendor.ts";
import {
  type GivenShift,
  hours,
  readFrom,
  unix,
  withSchedules,
} from "./read_by_address.ts";

/** Midnights in UTC, which whole days fall together with. */
const SHIFTS: GivenShift[] = [
  day("alice@example.com", "2026-03-01", "2026-03-03"),
  // Nobody for a day; then two at once, one of them past what is read.
  day("bob@example.com", "2026-03-04", "2026-03-05"),
  day("ops@example.com", "2026-03-04", "2026-03-20"),
  // Not under way, not to come.
  day("bob@example.com", "2026-02-20", "2026-02-22"),
  day("alice@example.com", "2026-03-25", "2026-03-27"),
];

function day(email: string, from: string, to: string): GivenShift {
  return { email, start: `${from}T00:00:00Z`, end: `${to}T00:00:00Z` };
}

const EXPECTED = [
  ["alice@example.com", unix("2026-03-01T00:00Z"), unix("2026-03-03T00:00Z")],
  ["bob@example.com", unix("2026-03-04T00:00Z"), unix("2026-03-05T00:00Z")],
  ["ops@example.com", unix("2026-03-04T00:00Z"), null],
];

const SOURCES = NAMES.map((name) => sourceOf(name));

/** Whom the source has, and when. */
function peopleOf(reading: RosterReading, source: string) {
  return reading.shifts.filter((shift) => shift.source === source)
    .map(({ identity, start, end }) => {
      const { email, slackId, name } = identity;
      return [email ?? slackId ?? name, start, end];
    }).sort();
}

Deno.test("the same schedule gives the same people and times for every vendor", () =>
  withEach(NAMES, SHIFTS, async (rig) => {
    const reading = await readAll(rig, SOURCES);
    assertEquals(reading.unreadable, []);
    assertEquals(reading.rejected, []);
    for (const name of NAMES) {
      assertEquals(peopleOf(reading, name), EXPECTED, name);
      const named = reading.schedules.filter(({ source }) => source === name);
      assertEquals(named.length, 1, name);
    }
  }));

Deno.test("a person who is always on call is so for every vendor", () => {
  const always = { email: "alice@example.com", start: null, end: null };
  return withEach(NAMES, [always], async (rig) => {
    const reading = await readAll(rig, SOURCES);
    assertEquals(reading.unreadable, []);
    for (const name of NAMES) {
      const expected = [["alice@example.com", 0, null]];
      assertEquals(peopleOf(reading, name), expected, name);
    }
  });
});

for (const name of ["grafana", "incident_io"] as const) {
  Deno.test(`${name} hands on who people are at Slack`, () => {
    const shifts = [
      { email: "alice@example.com", start: hours(-3), end: hours(9) },
      { email: "stranger@example.com", start: hours(9), end: hours(17) },
      { email: "bob@example.com", start: hours(20), end: hours(60) },
    ];
    return withEach([name], shifts, async (rig) => {
      const reading = await readAll(rig, [sourceOf(name)]);
      assertEquals(
        reading.shifts.map(({ identity, start, end }) => [
          identity.email,
          identity.slackId,
          start,
          end,
        ]),
        [
          ["alice@example.com", "UALICE", unix(hours(-3)), unix(hours(9))],
          ["stranger@example.com", undefined, unix(hours(9)), unix(hours(17))],
          ["bob@example.com", "UBOB", unix(hours(20)), unix(hours(60))],
        ],
      );
    });
  });
}

/** How often each asks for what, of the roster below. */
const CALLS: [name: VendorName, calls: Record<string, number>][] = [
  ["opsgenie", { "/schedules": 7, "/timeline": 2 }],
  ["jsm", { "/schedules": 5, "/timeline": 2, "/bulk": 1 }],
  ["grafana", { "/schedules/": 3, "/final_shifts": 2, "/users/": 2 }],
  // Of Payments there are two pages.
  ["incident_io", { "/schedules": 2, "/schedule_entries": 3 }],
];

const TEAMS = Array.from({ length: 120 }, (_, nth) => ({
  id: `T${nth}`,
  name: `Team ${nth}`,
  shifts: [{ email: `p${nth}@example.com`, start: hours(-1), end: hours(1) }],
}));

/** By turns, an hour each, for 60 hours. */
const TURNS = Array.from({ length: 60 }, (_, nth) => ({
  email: nth % 2 === 0 ? "alice@example.com" : "bob@example.com",
  start: hours(nth),
  end: hours(nth + 1),
}));

for (const [name, calls] of CALLS) {
  Deno.test(`many schedules, people and turns are read over the pages of ${name}`, () =>
    withSchedules(name, [...TEAMS, given(name, TURNS)], async (rig) => {
      const { reading, seen } = await readFrom(rig, {
        rosterOf,
        source: sourceOf(name, { schedules: ["Payments", "Team 119"] }),
        env: envOfAll(),
        window: { since: unix(hours(0)), until: unix(hours(48)) },
      });
      assertEquals(reading.unreadable, []);
      assertEquals(
        reading.shifts.map(({ identity, start }) => [identity.email, start])
          .filter(([email]) => email !== "p119@example.com"),
        TURNS.slice(0, 48).map(({ email, start }) => [email, unix(start)]),
      );
      assertEquals(reading.shifts.length, 49);
      const asked = Object.keys(calls).map((path) => [
        path,
        seen.filter((call) => call.path.endsWith(path)).length,
      ]);
      assertEquals(Object.fromEntries(asked), calls);
      const all = Object.values(calls).reduce((sum, count) => sum + count);
      assertEquals(seen.length, all);
    }));
}

/** In which words each says that it is broken. */
const BROKEN: [name: VendorName, said: string][] = [
  ["opsgenie", "Opsgenie answered 500 (Internal Server Error)"],
  ["jsm", "Jira Service Management answered 500 (Internal Server Error)"],
  ["grafana", "Grafana OnCall answered 500 (A server error occurred.)"],
  ["incident_io", "incident.io answered 500 (api_error: HTTP status 500)"],
];

for (const [name, said] of BROKEN) {
  Deno.test(`${name}: a fault is told in its own words, a 429 waited for`, () =>
    withEach([name], SHIFTS, async (rig) => {
      const limited = { method: name, status: 429, retry_after: 7 };
      await rig.ask("POST", "/control/faults", limited);
      const clock = fakeClock(START_MS);
      const sources = [sourceOf(name)];
      const waited = await readAll(rig, sources, undefined, clock);
      assertEquals(peopleOf(waited, name), EXPECTED);
      assertEquals(clock.sleeps, [7000]);
      const broken = { method: name, status: 500 };
      await rig.ask("POST", "/control/faults", broken);
      const [failed] = (await readAll(rig, sources)).unreadable;
      assertIncludes(failed!.reason, `${said}: the next poll tries again`);
    }));
}

/** The one that is down is unreadable, and says so; all the others count. */
function assertOneDown(reading: RosterReading, down: VendorName) {
  const { token } = VENDOR_KINDS[down];
  const { secret } = SOURCE_SHAPES[down];
  const [only, ...others] = reading.unreadable;
  assert(only, `${down} is readable`);
  assertEquals([only.source, others], [down, []]);
  const names = [CALLED[down], ...(secret ? [secret] : [])];
  assert(names.some((each) => only.reason.includes(each)), only.reason);
  const told = JSON.stringify(reading);
  for (const form of token === null ? [] : [token, btoa(token)]) {
    assert(!told.includes(form), `${down}'s credential is shown`);
  }
  for (const name of NAMES) {
    const expected = name === down ? [] : EXPECTED;
    assertEquals(peopleOf(reading, name), expected, `${name}, ${down} is down`);
  }
}

/** How a vendor fails, and a word of the reason. */
function failuresOf(down: VendorName): [fault: object, said: string][] {
  const { token } = VENDOR_KINDS[down];
  return [
    [{ status: 401 }, "401"],
    [{ status: 403 }, "403"],
    // A schedule by its id alone may be unreadable by itself.
    [{ status: 404 }, "404"],
    [{ status: 429, retry_after: 300 }, "rate limit is used up"],
    [{ status: 500 }, "500"],
    [{ error: `no ${token}` }, "500"],
    [{ body: `{"oops": "${token}"` }, ""],
    [{ body: `<html>${token}</html>` }, ""],
    [{ body: "" }, ""],
    [{ cut: "after" }, ""],
  ];
}

for (const down of NAMES) {
  Deno.test(`while ${down} fails it is unreadable, and the others are read`, () =>
    withEach(NAMES, SHIFTS, async (rig) => {
      for (const [fault, said] of failuresOf(down)) {
        const faults = { method: down, times: 1000, ...fault };
        assertEquals(
          (await rig.ask("POST", "/control/faults", faults)).status,
          200,
        );
        const clock = fakeClock(START_MS);
        const reading = await readAll(rig, SOURCES, undefined, clock);
        assertOneDown(reading, down);
        assertIncludes(reading.unreadable[0]!.reason, said);
        assertEquals(clock.sleeps, [], "a far reset is not waited for");
        await rig.ask("DELETE", "/control/faults");
      }
      assertEquals((await readAll(rig, SOURCES)).unreadable, []);
    }));

  Deno.test(`while ${down} hangs it is unreadable after 10 s, and the others are read`, () =>
    withEach(NAMES, SHIFTS, async (rig) => {
      await rig.ask("POST", "/control/faults", { method: down, hang: true });
      const clock = fakeClock(START_MS);
      const done = new Set<string>();
      const { promise: waiting, resolve } = Promise.withResolvers<void>();
      const reading = readAll(rig, SOURCES, undefined, clock, (source) => {
        done.add(source);
        if (done.size === NAMES.length - 1) resolve();
      });
      await waiting;
      assertEquals(done.has(down), false);
      clock.advance(10_000);
      // What was answered meanwhile does not mind.
      for (const { ms, pass } of clock.deadlines) if (ms <= 10_000) pass();
      assertOneDown(await reading, down);
      const { reason } = (await reading).unreadable[0]!;
      assertIncludes(reason, "did not answer");
      assertIncludes(reason, "within 10 s");
    }));
}
