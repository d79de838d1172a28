import { assert, assertEquals, assertRejects } from "@std/assert";
import { takeTimeOff } from "../../../../functions/execution/declared/take_time_off.ts";
import { NOW } from "../../../slack/local_slack.ts";
import type { Bench } from "../../step_bench.ts";
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

Deno.test("whole days in one's own zone, the last of them included", async () => {
  const bench = openDeclaring({ tz: "Europe/Berlin" });
  const { message, changed } = await take(bench, "2026-03-03", "2026-03-05");
  assert(changed);
  assert(
    message.startsWith(
      "Time off is recorded: 2026-03-03 to 2026-03-05, whole days in your time zone (Europe/Berlin).",
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

Deno.test("days are as long as the clocks there make them", async () => {
  const bench = openDeclaring({ tz: "Europe/Berlin" });
  await take(bench, "2026-03-29", "2026-03-29");
  const [shift] = recorded(bench);
  assertEquals(shift!.end! - shift!.start, 23 * HOUR);
  bench.close();
});

Deno.test("an empty form is from today where one lives, and open", async () => {
  const cases = [
    ["Pacific/Kiritimati", "2026-03-02", MIDNIGHT - 14 * HOUR],
    ["Pacific/Pago_Pago", "2026-03-01", MIDNIGHT - DAY + 11 * HOUR],
    ["", "2026-03-02", MIDNIGHT],
  ] as const;
  for (const [tz, from, start] of cases) {
    const bench = openDeclaring();
    bench.slack.state.people.get("UANN")!.tz = tz;
    const { message } = await take(bench);
    assert(message.includes(`from ${from} until you end it, whole`), message);
    const [shift] = recorded(bench);
    assertEquals(shift!.days, { from, until: null });
    assertEquals([shift!.start, shift!.end], [start, null]);
    bench.close();
  }
});

Deno.test("a last day alone is from today on; what began earlier may go on", async () => {
  const bench = openDeclaring({ tz: "UTC" });
  const { message } = await take(bench, undefined, "2026-03-02");
  assert(message.includes("recorded: 2026-03-02, whole days"), message);
  const earlier = await take(bench, "2026-02-27", "2026-03-02");
  assert(earlier.changed);
  bench.close();
});

Deno.test("what lies in the past, or ends before it begins, is refused", async () => {
  const bench = openDeclaring({ tz: "UTC" });
  const cases = [
    [undefined, "2026-03-01", "The last day (2026-03-01) lies in the past."],
    ["2026-02-27", "2026-03-01", "The end lies in the past."],
    [
      "2026-03-04",
      "2026-03-03",
      "The last day (2026-03-03) lies before the first (2026-03-04).",
    ],
  ] as const;
  for (const [first, last, why] of cases) {
    const { message, changed } = await take(bench, first, last);
    assertEquals([message, changed], [`${why} Nothing was recorded.`, false]);
  }
  assertEquals(recorded(bench), []);
  bench.close();
});

Deno.test("a day that is none is an error", async () => {
  const bench = openDeclaring();
  for (const day of ["2026-02-30", "tomorrow"]) {
    await assertRejects(() => take(bench, day), Error, "first_day");
    await assertRejects(() => take(bench, undefined, day), Error, "last_day");
  }
  assertEquals(recorded(bench), []);
  bench.close();
});

Deno.test("nothing is recorded while Slack cannot say where somebody lives", async () => {
  const bench = openDeclaring();
  bench.slack.fail({ method: "users.info", error: "internal_error", times: 9 });
  await assertRejects(() => take(bench), Error, "users.info");
  assertEquals(recorded(bench), []);
  bench.close();
});

Deno.test("other days add up; the same ones count as declared last", async () => {
  const bench = openDeclaring({ tz: "UTC" });
  const week = declaredShift({
    id: "FxWeek",
    state: "pto",
    start: MIDNIGHT,
    end: MIDNIGHT + 5 * DAY,
    days: { from: "2026-03-02", until: "2026-03-07" },
  });
  const later = declaredShift({
    id: "FxLater",
    state: "pto",
    start: MIDNIGHT + 5 * DAY,
    end: MIDNIGHT + 6 * DAY,
    days: { from: "2026-03-07", until: "2026-03-08" },
  });
  keep(bench, week, later);
  const { message } = await take(bench, "2026-03-04", "2026-03-06");
  assert(message.includes("takes the place"), message);
  const after = new Map(recorded(bench).map((each) => [each.id, each]));
  assertEquals(after.get("FxWeek"), {
    ...week,
    end: MIDNIGHT + 2 * DAY,
    days: { from: "2026-03-02", until: "2026-03-04" },
  });
  assertEquals(after.get("FxLater"), later);
  // From the same day on nothing is left of the one before.
  await take(bench, "2026-03-02", "2026-03-02");
  const again = new Map(recorded(bench).map((each) => [each.id, each]));
  const { start, end, days } = again.get("FxWeek")!;
  assertEquals([start, end, days], [MIDNIGHT, MIDNIGHT, null]);
  bench.close();
});
