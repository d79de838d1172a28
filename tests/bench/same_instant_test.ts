import { assertEquals } from "@std/assert";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { instantBudget } from "../../scripts/bench/budgets.ts";
import { measureInstant } from "../../scripts/bench/same_instant.ts";

Deno.test("of a poll and a handoff's run at one instant one does the work, however slow calls are", async () => {
  for (const latencyMs of [80, 200, 400]) {
    const result = await measureInstant({ people: 6, latencyMs }, shiftlight);
    assertEquals([result.runs, result.runs_at_work], [2, 1], `${latencyMs} ms`);
    assertEquals(instantBudget(result).ok, true);
  }
});

Deno.test("two runs at work miss the budget, and so does none", () => {
  const budget = (runs_at_work: number) =>
    instantBudget({ people: 6, latencyMs: 80, runs: 2, runs_at_work }).ok;
  assertEquals([0, 1, 2].map(budget), [false, true, false]);
});
