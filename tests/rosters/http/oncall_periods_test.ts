import { assertEquals } from "@std/assert";
import type { ValidatedSource } from "../../../rosters/sources.ts";
import {
  type OncallPeriod,
  readingOf,
} from "../../../rosters/http/oncall_periods.ts";
import { spanOf } from "../../../rosters/zoned_time.ts";
import { assertIncludes } from "../fake_vendor.ts";
import { BOB } from "../roster_shift.ts";

const SOURCE = { id: "og", state: "on_call" } as ValidatedSource;
const WINDOW = { since: 1000, until: 2000 };
const ALICE = { key: "og:A", email: "alice@example.com", name: "Alice" };

function stretch(
  start: number | null,
  end: number | null,
  rest: Partial<OncallPeriod> = {},
): OncallPeriod {
  const schedule = "S1";
  return {
    identity: ALICE,
    schedule,
    label: "Payments",
    level: 1,
    start,
    end,
    ...rest,
  };
}

function read(stretches: OncallPeriod[], window = WINDOW) {
  return readingOf(SOURCE, window, stretches, []);
}

function timesOf(stretches: OncallPeriod[], window = WINDOW) {
  return read(stretches, window).shifts.map(({ start, end }) => [start, end]);
}

Deno.test("what ended before the window lengthens what goes on without a break", () => {
  const run = [stretch(500, 900), stretch(900, 1100), stretch(1100, 1500)];
  assertEquals(timesOf(run), [[500, 1500]]);
  assertEquals(timesOf(run.toReversed()), [[500, 1500]]);
  // A break of a second, and all of it over.
  assertEquals(timesOf([stretch(500, 899), run[1]!]), [[900, 1100]]);
  assertEquals(timesOf([stretch(500, 900), stretch(900, 1000)]), []);
});

Deno.test("what always was, and what never ends, join as well", () => {
  assertEquals(timesOf([stretch(null, 900), stretch(900, null)]), [[0, null]]);
  // Past the window nothing is known.
  assertEquals(
    timesOf([stretch(900, 2100), stretch(2200, 2300)]),
    [[900, null]],
  );
  assertEquals(timesOf([stretch(2000, 2300)]), []);
});

Deno.test("other people, schedules, levels and states stay apart", () => {
  const others: Partial<OncallPeriod>[] = [
    { identity: BOB },
    { schedule: "S2" },
    { level: 2 },
    { state: "pto" },
  ];
  for (const rest of others) {
    const apart = [stretch(500, 1000, rest), stretch(1000, 1500)];
    assertEquals(timesOf(apart), [[1000, 1500]]);
  }
});

Deno.test("a shift under two levels has the lower, however far back it goes", () => {
  const { shifts } = read([
    stretch(500, 900, { level: 2 }),
    stretch(500, 900),
    stretch(900, 1500),
    stretch(900, 1500, { level: 2 }),
  ]);
  assertEquals(
    shifts.map(({ start, end, level }) => [start, end, level]),
    [[500, 1500, 1]],
  );
});

Deno.test("what ends before it starts joins nothing, and is told while it concerns the window", () => {
  const { shifts, rejected } = read([
    stretch(500, 900),
    stretch(1000, 900),
    stretch(1000, 1500),
    stretch(1200, 1100),
    stretch(1200, 1100),
    stretch(2200, 2100),
  ]);
  assertEquals(shifts.map(({ start, end }) => [start, end]), [[1000, 1500]]);
  assertEquals(rejected.length, 1);
  assertIncludes(rejected[0]!.reason, "it ends before it starts");
});

const DAY = 86_400;

/** Whole days as a source gives them, `to` being the day after the last. */
function days(from: string, until: string): OncallPeriod {
  const { start, end } = spanOf({ from, until }, "UTC");
  return stretch(start, end, { days: { from, until } });
}

Deno.test("whole days join as days, and keep their gaps", () => {
  const noon = Date.parse("2026-03-04T12:00:00Z") / 1000;
  const window = { since: noon, until: noon + DAY };
  const daysOf = (...stretches: OncallPeriod[]) =>
    read(stretches, window).shifts.map(({ days }) => [days?.from, days?.until]);
  const week = [
    days("2026-02-26", "2026-03-01"),
    days("2026-03-01", "2026-03-04"),
    days("2026-03-04", "2026-03-05"),
  ];
  assertEquals(daysOf(...week), [["2026-02-26", "2026-03-05"]]);
  // It is still the 3rd for some.
  assertEquals(daysOf(week[0]!, week[1]!), [["2026-02-26", "2026-03-04"]]);
  assertEquals(daysOf(week[0]!), []);
  // Past the window's end a later absence is another one.
  assertEquals(
    daysOf(days("2026-03-04", "2026-03-07"), days("2026-03-08", "2026-03-09")),
    [["2026-03-04", "2026-03-07"]],
  );
  // Hours that touch days are no days.
  const hours = stretch(noon - DAY, noon + 3600);
  assertEquals(read([week[2]!, hours], window).shifts.length, 2);
});

Deno.test("everybody is one identity: with a Slack id or an e-mail, else the latest", () => {
  const named = (name: string, rest: object = {}) => ({
    identity: { ...ALICE, name, ...rest },
  });
  const cases: [Partial<OncallPeriod>, Partial<OncallPeriod>, string][] = [
    [named("old"), named("new"), "new"],
    [named("old"), named("new", { email: null }), "old"],
    [named("old", { slack_id: "U1" }), named("new"), "old"],
    [
      named("old", { slack_id: "U1" }),
      named("new", { slack_id: "U1" }),
      "new",
    ],
  ];
  for (const [before, after, expected] of cases) {
    for (const gap of [0, 10]) {
      const { shifts } = read([
        stretch(900, 1100, before),
        stretch(1100 + gap, 1500, after),
      ]);
      const names = new Set(shifts.map(({ identity }) => identity.name));
      assertEquals([...names], [expected]);
    }
  }
});
