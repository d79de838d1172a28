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

function period(
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

function read(periods: OncallPeriod[], window = WINDOW) {
  return readingOf(SOURCE, window, periods, []);
}

function timesOf(periods: OncallPeriod[], window = WINDOW) {
  return read(periods, window).shifts.map(({ start, end }) => [start, end]);
}

Deno.test("a period that ended before the window joins the next one without a gap", () => {
  const run = [period(500, 900), period(900, 1100), period(1100, 1500)];
  assertEquals(timesOf(run), [[500, 1500]]);
  assertEquals(timesOf(run.toReversed()), [[500, 1500]]);
  // A break of more than a minute, and all of it over.
  assertEquals(timesOf([period(500, 839), run[1]!]), [[900, 1100]]);
  assertEquals(timesOf([period(500, 900), period(900, 1000)]), []);
});

Deno.test("a gap of a minute or less is none, at any level and on any schedule", () => {
  for (const end of [840, 899]) {
    assertEquals(timesOf([period(500, end), period(900, 1100)]), [[500, 1100]]);
  }
  const second = period(1059, 1500, { level: 2 });
  const third = period(1560, 1700, { schedule: "S3" });
  assertEquals(timesOf([period(900, 999), second, third]), [
    [900, 1059],
    [1059, 1560],
    [1560, 1700],
  ]);
});

Deno.test("periods without start or end join, too", () => {
  assertEquals(timesOf([period(null, 900), period(900, null)]), [[0, null]]);
  // Past the window nothing is known.
  assertEquals(
    timesOf([period(900, 2100), period(2200, 2300)]),
    [[900, null]],
  );
  assertEquals(timesOf([period(2000, 2300)]), []);
});

Deno.test("other people, schedules, levels and states stay apart", () => {
  const others: Partial<OncallPeriod>[] = [
    { identity: BOB },
    { schedule: "S2" },
    { level: 2 },
    { state: "pto" },
  ];
  for (const rest of others) {
    const apart = [period(500, 1000, rest), period(1000, 1500)];
    assertEquals(timesOf(apart), [[1000, 1500]]);
  }
});

Deno.test("a shift at two levels has the lower one, however far back it goes", () => {
  const { shifts } = read([
    period(500, 900, { level: 2 }),
    period(500, 900),
    period(900, 1500),
    period(900, 1500, { level: 2 }),
  ]);
  assertEquals(
    shifts.map(({ start, end, level }) => [start, end, level]),
    [[500, 1500, 1]],
  );
});

Deno.test("a period that ends before it starts is not joined, and is reported if it is in the window", () => {
  const { shifts, rejected } = read([
    period(500, 900),
    period(1000, 900),
    period(1000, 1500),
    period(1200, 1100),
    period(1200, 1100),
    period(2200, 2100),
  ]);
  assertEquals(shifts.map(({ start, end }) => [start, end]), [[1000, 1500]]);
  assertEquals(rejected.length, 1);
  assertIncludes(rejected[0]!.reason, "it ends before it starts");
});

const DAY = 86_400;

/** Whole days as a source gives them, `to` being the day after the last. */
function days(from: string, until: string): OncallPeriod {
  const { start, end } = spanOf({ from, until }, "UTC");
  return period(start, end, { days: { from, until } });
}

Deno.test("whole days join whole days, and gaps stay", () => {
  const noon = Date.parse("2026-03-04T12:00:00Z") / 1000;
  const window = { since: noon, until: noon + DAY };
  const daysOf = (...periods: OncallPeriod[]) =>
    read(periods, window).shifts.map(({ days }) => [days?.from, days?.until]);
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
  const hours = period(noon - DAY, noon + 3600);
  assertEquals(read([week[2]!, hours], window).shifts.length, 2);
});

Deno.test("each person has one identity: with a Slack id, or an e-mail, or else the latest", () => {
  const named = (name: string, rest: object = {}) => ({
    identity: { ...ALICE, name, ...rest },
  });
  const cases: [Partial<OncallPeriod>, Partial<OncallPeriod>, string][] = [
    [named("old"), named("new"), "new"],
    [named("old"), named("new", { email: null }), "old"],
    [named("old", { slackId: "U1" }), named("new"), "old"],
    [
      named("old", { slackId: "U1" }),
      named("new", { slackId: "U1" }),
      "new",
    ],
  ];
  for (const [before, after, expected] of cases) {
    for (const gap of [0, 10]) {
      const { shifts } = read([
        period(900, 1100, before),
        period(1100 + gap, 1500, after),
      ]);
      const names = new Set(shifts.map(({ identity }) => identity.name));
      assertEquals([...names], [expected]);
    }
  }
});
