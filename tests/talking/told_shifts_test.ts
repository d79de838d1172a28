import { assertEquals } from "@std/assert";
import type { Shift } from "../../reconciler/shift.ts";
import { toldShifts } from "../../talking/told_shifts.ts";

const SHIFT: Shift = {
  person: "UANN",
  state: "on_call",
  start: 100,
  end: 200,
  source: "pd",
  schedule: "P1",
  identity: "pd:ann",
  label: "Payments",
  level: 1,
};

const { person: _, ...UNMAPPED } = {
  ...SHIFT,
  identity: "pd:bob",
  name: "Bob",
};

const people = [{ id: "UANN", name: "Ann", time_zone: "UTC" }];

const told = (snapshot: Partial<Parameters<typeof toldShifts>[0]>) =>
  toldShifts({
    shifts: [],
    remembered: [],
    unmapped_shifts: [],
    people,
    ...snapshot,
  }).map(({ name, person }) => [name, person]);

Deno.test("shifts are told by the name of their person, in Slack or not", () => {
  assertEquals(
    told({ shifts: [SHIFT], unmapped_shifts: [UNMAPPED] }),
    [["Ann", "UANN"], ["Bob", null]],
  );
  assertEquals(told({ shifts: [SHIFT], people: [] }), [["pd:ann", "UANN"]]);
});

Deno.test("somebody who is remembered and not found this time is told once", () => {
  const remembered = [SHIFT];
  const missing = { ...UNMAPPED, identity: "pd:ann", name: "Ann" };
  assertEquals(told({ remembered, unmapped_shifts: [missing] }), [
    ["Ann", "UANN"],
  ]);
  assertEquals(
    told({ remembered, unmapped_shifts: [{ ...missing, schedule: "P2" }] }),
    [["Ann", "UANN"], ["Ann", null]],
  );
});

Deno.test("a shift is told with its times, its schedule and its level", () => {
  const [shift] = toldShifts({
    shifts: [SHIFT],
    remembered: [],
    unmapped_shifts: [],
    people,
  });
  const { label: _, ...kept } = SHIFT;
  assertEquals(shift, { ...kept, name: "Ann" });
});
