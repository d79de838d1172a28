import { assert, assertEquals } from "@std/assert";
import { clickBudgets } from "../../scripts/bench/budgets.ts";
import { measureClicks } from "../../scripts/bench/clicks.ts";

Deno.test("every click is measured, and keeps within its budget", async () => {
  const clicks = await measureClicks();
  for (
    const link of [
      ...["Start focus time", "End it now", "Undo", "Opt in", "Opt out"],
    ]
  ) {
    assert(clicks.some(({ what }) => what.startsWith(link)), link);
  }
  assertEquals(clicks.flatMap(({ errors }) => errors), []);
  assert(clicks.every(({ calls }) => Object.keys(calls).length > 0));
  assertEquals(clickBudgets(clicks).filter(({ ok }) => !ok), []);
});

Deno.test("a click misses its budget by a seventh call, a bulk call or a failed step", () => {
  const cases: [Record<string, number>, string[], boolean][] = [
    [{ get: 2, put: 4 }, [], true],
    [{ get: 3, put: 4 }, [], false],
    [{ bulkGet: 1 }, [], false],
    [{ get: 1 }, ["start_focus_time: no"], false],
  ];
  for (const [calls, errors, ok] of cases) {
    const [budget] = clickBudgets([{ what: "A click", calls, errors }]);
    assertEquals(budget!.ok, ok, JSON.stringify([calls, errors]));
  }
});
