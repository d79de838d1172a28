import { assertEquals } from "@std/assert";
import { bareExecution, planMany } from "../../scripts/bench/plan_many.ts";
import { manyPeople } from "../../scripts/bench/roster_of_many.ts";
import config from "../../shiftlight.config.ts";

const NOW = Date.parse("2026-03-02T09:00:00Z") / 1000;

const execution = bareExecution(NOW);

Deno.test("of many people a quarter each starts, ends, goes on and changes", () => {
  const many = manyPeople(8, config.states, NOW);
  assertEquals([many.people.length, many.shifts.length], [8, 24]);
  const { decided } = planMany(execution, many, () => 0);
  assertEquals(decided, {
    "status restore": 2,
    "status start": 2,
    "status switch": 2,
    "dnd start": 2,
    "dnd renew": 1,
    "presence start": 2,
  });
});

Deno.test("each piece of planning is timed", () => {
  const instants = [0, 1, 11, 111];
  const many = manyPeople(4, config.states, NOW);
  const planned = planMany(execution, many, () => instants.shift()!);
  const { index_ms, restore_ms, apply_ms } = planned;
  assertEquals([index_ms, restore_ms, apply_ms], [1, 10, 100]);
});
