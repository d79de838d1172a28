import { assert, assertEquals } from "@std/assert";
import { monthBudget } from "../../scripts/bench/budgets.ts";
import { latestOf, measureMonth } from "../../scripts/bench/month.ts";

Deno.test("a month of moved shifts is timed, and keeps within its budget", async () => {
  const month = await measureMonth();
  assert(month.shifts > 50 && month.moved > 20, JSON.stringify(month));
  assert(month.latest_seconds! > 0, "no start or end was timed");
  assertEquals(monthBudget(month).ok, true, JSON.stringify(month));
});

Deno.test("the latest start or end counts, and one that was missed", () => {
  const shift = { name: "ann", start: 100, end: 200 };
  const latest = (...times: number[]) =>
    latestOf([shift], new Map([["ann", times]]));
  assertEquals(latest(104, 207), 7);
  assertEquals(latest(130, 207), 30);
  assertEquals(latest(104), null);
  assertEquals(latest(207), null);
});

Deno.test("a start or end later than a minute misses the budget", () => {
  const ok = (latest_seconds: number | null) =>
    monthBudget({ shifts: 1, moved: 0, latest_seconds }).ok;
  assertEquals([60, 60.1, null].map(ok), [true, false, false]);
});
