import { assert, assertEquals, assertRejects } from "@std/assert";
import { takeTimeOff } from "../../../app/declared/declare.ts";
import { daysAfter, spanOf } from "../../../rosters/zoned_time.ts";
import type { DeclaredShift } from "../../../slack/records/declared_shifts.ts";
import { NOW } from "../../slack/local_slack.ts";
import type { Bench } from "../../functions/step_bench.ts";
import {
  clickBy,
  declaredShift,
  keep,
  openDeclaring,
  recorded,
} from "./declared_bench.ts";

const HOUR = 3600;
/** Midnight in UTC, nine hours before the workspace begins. */
const MIDNIGHT = NOW - 9 * HOUR;
const DAY = 24 * HOUR;

function take(bench: Bench, first_day?: string, last_day?: string) {
  const days = { first_day, last_day };
  return takeTimeOff(bench.execution(), { ...clickBy("UANN"), ...days });
}

Deno.test("time off is whole days in the person's own zone, the last one included", async () => {
  const bench = openDeclaring({ tz: "Europe/Berlin" });
  const { message, changed } = await take(bench, "2026-03-03", "2026-03-05");
  assert(changed);
  assert(
    message.startsWith(
      "Time off is recorded: Tue 3 to Thu 5 Mar, back Friday (Europe/Berlin).",
    ),
    message,
  );
  const [shift] = recorded(bench);
  assertEquals(shift, {
    ...declaredShift({ id: "Fx1", state: "pto", declared_at: NOW }),
    start: MIDNIGHT + DAY - HOUR,
    end: MIDNIGHT + 4 * DAY - HOUR,
    days: { from: "2026-03-03", until: "2026-03-06" },
  });
  bench.close();
});

Deno.test("a day is as long as the clocks in its zone make it", async () => {
  const bench = openDeclaring({ tz: "Europe/Berlin" });
  await take(bench, "2026-03-29", "2026-03-29");
  const [shift] = recorded(bench);
  assertEquals(shift!.end! - shift!.start, 23 * HOUR);
  bench.close();
});

Deno.test("an empty form means from today where the person lives, without an end", async () => {
  const cases = [
    ["Pacific/Kiritimati", "2026-03-02", "Mon 2 Mar", MIDNIGHT - 14 * HOUR],
    [
      "Pacific/Pago_Pago",
      "2026-03-01",
      "Sun 1 Mar",
      MIDNIGHT - DAY + 11 * HOUR,
    ],
    ["", "2026-03-02", "Mon 2 Mar", MIDNIGHT],
  ] as const;
  for (const [tz, from, day, start] of cases) {
    const bench = openDeclaring();
    bench.slack.state.people.get("UANN")!.tz = tz;
    const { message } = await take(bench);
    assert(message.includes(`from ${day} until further notice`), message);
    const [shift] = recorded(bench);
    assertEquals(shift!.days, { from, until: null });
    assertEquals([shift!.start, shift!.end], [start, null]);
    bench.close();
  }
});

Deno.test("a last day alone starts today; a first day in the past is allowed", async () => {
  const bench = openDeclaring({ tz: "UTC" });
  const { message } = await take(bench, undefined, "2026-03-02");
  assert(message.includes("recorded: Mon 2 Mar, back Tuesday"), message);
  const earlier = await take(bench, "2026-02-27", "2026-03-02");
  assert(earlier.changed);
  bench.close();
});

Deno.test("days in the past, or that end before they begin, are refused", async () => {
  const bench = openDeclaring({ tz: "UTC" });
  const cases = [
    [undefined, "2026-03-01", "The last day (Sun 1 Mar) is in the past."],
    ["2026-02-27", "2026-03-01", "The end is in the past."],
    [
      "2026-03-04",
      "2026-03-03",
      "The last day (Tue 3 Mar) is before the first day (Wed 4 Mar).",
    ],
  ] as const;
  for (const [first, last, why] of cases) {
    const { message, changed } = await take(bench, first, last);
    assertEquals([message, changed], [`${why} Nothing was recorded.`, false]);
  }
  assertEquals(recorded(bench), []);
  bench.close();
});

Deno.test("a text that is not a date is an error", async () => {
  const bench = openDeclaring();
  for (const day of ["2026-02-30", "tomorrow"]) {
    await assertRejects(() => take(bench, day), Error, "first_day");
    await assertRejects(() => take(bench, undefined, day), Error, "last_day");
  }
  assertEquals(recorded(bench), []);
  bench.close();
});

Deno.test("nothing is recorded while Slack cannot tell the person's time zone", async () => {
  const bench = openDeclaring();
  bench.slack.fail({ method: "users.info", error: "internal_error", times: 9 });
  await assertRejects(() => take(bench), Error, "users.info");
  assertEquals(recorded(bench), []);
  bench.close();
});

/** Of March 2026, the last day included, for one whose zone is UTC. */
function off(id: string, first: number, last: number | null): DeclaredShift {
  const day = (number: number) =>
    new Date((MIDNIGHT + (number - 2) * DAY) * 1000).toISOString().slice(0, 10);
  return declaredShift({
    id,
    state: "pto",
    start: MIDNIGHT + (first - 2) * DAY,
    end: last === null ? null : MIDNIGHT + (last - 1) * DAY,
    days: { from: day(first), until: last === null ? null : day(last + 1) },
    declared_at: NOW - 60,
  });
}

/** The days that are off by what is recorded; `…` where they have no end. */
function daysOff(bench: Bench): string[] {
  return recorded(bench).filter(({ start, end }) => end === null || end > start)
    .map(({ start, end, days }) => {
      const { from, until } = days!;
      const last = until === null ? "…" : daysAfter(until, -1).slice(-2);
      const span = spanOf({ from, until: until ?? from }, "UTC");
      assertEquals(start, span.start);
      assertEquals(end, until === null ? null : span.end);
      return `${from.slice(-2)}-${last}`;
    }).sort();
}

Deno.test("days that overlap are joined, so that none is lost; other days are added", async () => {
  const cases: [
    before: [number, number | null][],
    first: number,
    last: number | null,
    after: string[],
  ][] = [
    [[[10, 20]], 9, 10, ["09-20"]],
    [[[10, 20]], 20, 22, ["10-22"]],
    [[[10, 20]], 12, 14, ["10-20"]],
    [[[10, 20]], 10, 10, ["10-20"]],
    [[[10, 12]], 5, 25, ["05-25"]],
    [[[10, 12], [15, 20]], 11, 16, ["10-20"]],
    [[[10, 12]], 13, 14, ["10-12", "13-14"]],
    [[[10, 12]], 8, 9, ["08-09", "10-12"]],
    [[[10, 12]], 11, null, ["10-…"]],
    [[[10, null]], 8, null, ["08-…"]],
    [[[10, null]], 12, null, ["10-…"]],
    // Open days are given their end.
    [[[10, null]], 12, 14, ["10-11", "12-14"]],
    [[[10, null]], 8, 14, ["08-14"]],
    [[[5, 9], [10, null]], 8, 12, ["05-12"]],
    [[[10, null]], 8, 9, ["08-09", "10-…"]],
  ];
  for (const [before, first, last, after] of cases) {
    const bench = openDeclaring({ tz: "UTC" });
    keep(
      bench,
      ...before.map(([from, to], index) => off(`FxOld${index}`, from, to)),
    );
    const day = (number: number) =>
      `2026-03-${String(number).padStart(2, "0")}`;
    const lastDay = last === null ? undefined : day(last);
    await take(bench, day(first), lastDay);
    const what = JSON.stringify([before, first, last]);
    assertEquals(daysOff(bench), after, what);
    bench.close();
  }
});

Deno.test("the answer names the joined days, and the open days that end", async () => {
  const bench = openDeclaring({ tz: "UTC" });
  keep(bench, off("FxOld", 10, 20));
  const joined = await take(bench, "2026-03-09", "2026-03-10");
  assert(
    joined.message.includes(
      "recorded: Mon 9 to Tue 10 Mar (UTC).\nTogether with what was declared before, it is now Mon 9 to Fri 20 Mar. For fewer days, end it and declare it again.",
    ),
    joined.message,
  );
  assert(!joined.message.includes("It replaces"), joined.message);
  const wider = await take(bench, "2026-03-08", "2026-03-21");
  assert(!wider.message.includes("before"), wider.message);
  await take(bench, "2026-03-25");
  const ended = await take(bench, "2026-03-26", "2026-03-27");
  assert(
    ended.message.includes(
      "It replaces what was declared before (from Wed 25 Mar until further notice), which ends when this starts and does not come back afterwards.",
    ),
    ended.message,
  );
  bench.close();
});

Deno.test("days are compared by date, in any time zone", async () => {
  const bench = openDeclaring({ tz: "Pacific/Auckland" });
  // The 10th and 11th in Los Angeles last into the 12th in Auckland.
  const west = off("FxWest", 10, 11);
  const there = { start: west.start + 7 * HOUR, end: west.end! + 7 * HOUR };
  keep(bench, { ...west, ...there });
  await take(bench, "2026-03-12", "2026-03-12");
  const days = () => recorded(bench).map(({ days }) => days);
  assertEquals(days()[0], west.days);
  await take(bench, "2026-03-11", "2026-03-11");
  const last = recorded(bench).at(-1)!;
  assertEquals(last.days, { from: "2026-03-10", until: "2026-03-12" });
  assertEquals(last.end, there.end);
  bench.close();
});

Deno.test("an execution that runs twice keeps the days it joined", async () => {
  const bench = openDeclaring({ tz: "UTC" });
  keep(bench, off("FxOld", 10, 20));
  const execution = bench.execution();
  const form = { first_day: "2026-03-09", last_day: "2026-03-10" };
  for (let times = 0; times < 2; times++) {
    await takeTimeOff(execution, { ...clickBy("UANN"), ...form });
    assertEquals(daysOff(bench), ["09-20"]);
  }
  bench.close();
});
