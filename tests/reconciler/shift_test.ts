import { assertEquals } from "@std/assert";
import { isActive, overlapsSameState } from "../../reconciler/shift.ts";
import { shift } from "./samples.ts";

Deno.test("a shift is under way from its start until just before its end", () => {
  const bounded = { start: 100, end: 200 };
  assertEquals(isActive(bounded, 99), false);
  assertEquals(isActive(bounded, 100), true);
  assertEquals(isActive(bounded, 199), true);
  assertEquals(isActive(bounded, 200), false);
});

Deno.test("a shift without an end is under way for good", () => {
  assertEquals(isActive({ start: 100, end: null }, 1e10), true);
  assertEquals(isActive({ start: 100, end: null }, 99), false);
});

Deno.test("the same shift: same person and state, overlapping in time", () => {
  const one = shift({ start: 100, end: 200 });
  const cases: [name: string, other: typeof one, same: boolean][] = [
    ["itself", one, true],
    ["moved end", { ...one, end: 300 }, true],
    ["moved start", { ...one, start: 150, end: 250 }, true],
    ["another schedule", { ...one, schedule: "PS2", label: "Other" }, true],
    ["another source", { ...one, source: "ical" }, true],
    ["follows at once", { ...one, start: 200, end: 300 }, false],
    ["ends as it starts", { ...one, start: 0, end: 100 }, false],
    ["later", { ...one, start: 201, end: 300 }, false],
    ["another person", { ...one, person: "UBOB" }, false],
    ["another state", { ...one, state: "pto" }, false],
    ["no end, begun before", { ...one, start: 0, end: null }, true],
    ["no end, begins after", { ...one, start: 200, end: null }, false],
  ];
  for (const [name, other, same] of cases) {
    assertEquals(overlapsSameState(one, other), same, name);
    assertEquals(overlapsSameState(other, one), same, `${name}, turned round`);
  }
});
