import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  goingOn,
  hasSameOrigins,
  isActive,
  joinedShift,
  originsOf,
  overlapsSameState,
  type Shift,
} from "../../reconciler/shift.ts";
import { winningShift } from "../../reconciler/wanted.ts";
import { END, HOUR, NOW, RULES, shift } from "./samples.ts";

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

const PAYMENTS = shift();
const SEARCH = shift({ schedule: "PS2", label: "Search" });

function originOf({ source, schedule, identity }: Shift) {
  return { source, schedule, identity };
}

Deno.test("a shift alone stays as it is", () => {
  const later = shift({ start: END + 1, end: END + HOUR });
  assertEquals(joinedShift(PAYMENTS, [PAYMENTS, later], NOW), PAYMENTS);
});

Deno.test("two that overlap are one, under both names, from both places", () => {
  const search = { ...SEARCH, start: NOW - HOUR / 2, end: END + HOUR };
  assertEquals(joinedShift(PAYMENTS, [search, PAYMENTS], NOW), {
    ...PAYMENTS,
    end: END + HOUR,
    label: "Payments, Search",
    labels: ["Payments", "Search"],
    joined: [originOf(PAYMENTS), originOf(search)],
  });
});

Deno.test("what touches or overlaps through another counts, named are those under way", () => {
  const early = { ...SEARCH, start: PAYMENTS.start - 60, end: PAYMENTS.start };
  const next = { ...SEARCH, start: END, end: END + HOUR };
  const last = shift({ start: END + HOUR, end: null, schedule: "PS3" });
  const joined = joinedShift(PAYMENTS, [last, next, early, PAYMENTS], NOW);
  assertEquals(
    [joined.start, joined.end, joined.label, joined.labels],
    [early.start, null, "Payments", undefined],
  );
  assertEquals(originsOf(joined).length, 3);
});

Deno.test("the part after a gap of a minute is under way if a joined shift on record says so", () => {
  const before = shift({ source: "a", end: NOW - 10 });
  const after = shift({ source: "b", start: NOW + 20 });
  const joined = joinedShift(
    before,
    [{ ...before, end: NOW + 20 }, after],
    0,
  ).joined!;
  const whole: Shift = { ...before, end: END, joined };
  assertEquals(goingOn([after], whole, NOW), [
    { ...after, start: before.start, joined },
  ]);
  // Two parts that touch: the first one is still under way, so there is no gap.
  const touching = [{ ...before, end: NOW + 20 }, after];
  assertEquals(goingOn(touching, whole, NOW), touching);
  const later = { ...after, start: NOW + 61 };
  const apart: [shift: Shift, recorded: Shift][] = [
    [later, whole],
    [{ ...after, state: "pto" }, whole],
    [{ ...after, source: "c" }, whole],
    [{ ...after, end: END - 60 }, whole],
    [after, { ...whole, end: NOW + 20 }],
    [after, { ...whole, start: NOW + 1 }],
    [after, shift()],
  ];
  for (const [each, recorded] of apart) {
    assertEquals(goingOn([each], recorded, NOW), [each]);
  }
});

Deno.test("a gap of a second keeps shifts apart", () => {
  const apart = { ...SEARCH, start: END + 1, end: END + HOUR };
  assertEquals(joinedShift(PAYMENTS, [apart], NOW), PAYMENTS);
});

Deno.test("names come by level, then by name, each once, those without none", () => {
  const others = [
    shift({ label: "Zebra", level: 1, schedule: "1" }),
    shift({ label: "Alpha", level: 2, schedule: "2" }),
    shift({ label: "Beta", level: 2, schedule: "3" }),
    shift({ label: "Payments", level: 9, schedule: "4" }),
    shift({ label: "", level: 1, schedule: "5" }),
  ];
  const { label } = joinedShift(PAYMENTS, others, NOW);
  assertEquals(label, "Payments, Zebra, Alpha, Beta");
});

Deno.test("pieces of one schedule come from one place", () => {
  const rest = shift({ start: END, end: END + HOUR });
  const joined = joinedShift(PAYMENTS, [rest], NOW);
  assertEquals(joined, { ...PAYMENTS, end: END + HOUR });
});

Deno.test("origins are the same at any times, and differ from those of others", () => {
  assert(hasSameOrigins(PAYMENTS, shift({ start: 1, end: null, label: "x" })));
  assert(!hasSameOrigins(PAYMENTS, SEARCH));
  const both = joinedShift(PAYMENTS, [SEARCH], NOW);
  assert(!hasSameOrigins(both, PAYMENTS));
  assert(!hasSameOrigins(PAYMENTS, both));
  assert(hasSameOrigins(both, joinedShift(SEARCH, [PAYMENTS], NOW)));
});

const anyShift: fc.Arbitrary<Shift> = fc.record({
  start: fc.integer({ min: -20, max: 20 }),
  length: fc.option(fc.integer({ min: 1, max: 8 }), { freq: 8 }),
  schedule: fc.constantFrom("S1", "S2", "S3"),
  label: fc.constantFrom("", "a", "b", "c"),
  level: fc.integer({ min: 1, max: 2 }),
}).map(({ start, length, ...rest }) =>
  shift({
    ...rest,
    start: NOW + start,
    end: length === null ? null : NOW + start + length,
  })
);

const withWinner = fc.array(anyShift, { minLength: 1, maxLength: 12 })
  .map((shifts) => ({
    shifts,
    winner: winningShift(
      shifts.filter(({ start, end }) =>
        start <= NOW && NOW < (end ?? Infinity)
      ),
      RULES,
    ),
  })).filter(({ winner }) => winner !== null);

Deno.test("property: joining does not depend on the order, and joined again stays", () => {
  const orders = withWinner.chain(({ shifts, winner }) =>
    fc.tuple(
      fc.constant(shifts),
      fc.shuffledSubarray(shifts, { minLength: shifts.length }),
      fc.constant(winner!),
    )
  );
  fc.assert(
    fc.property(orders, ([shifts, shuffled, winner]) => {
      const joined = joinedShift(winner, shifts, NOW);
      assertEquals(joinedShift(winner, shuffled, NOW), joined);
      assertEquals(joinedShift(joined, [], NOW), joined);
      const again = joinedShift(joined, shifts, NOW);
      assertEquals([again.start, again.end], [joined.start, joined.end]);
      assertEquals(again.label, joined.label);
      assert(hasSameOrigins(again, joined));
    }),
    { numRuns: 500 },
  );
});

Deno.test("property: it covers the instants that its parts cover without a gap, no others", () => {
  fc.assert(
    fc.property(withWinner, ({ shifts, winner }) => {
      const joined = joinedShift(winner!, shifts, NOW);
      const covered = (at: number) =>
        shifts.some(({ start, end }) => start <= at && at < (end ?? Infinity));
      const [start, end] = [joined.start, joined.end ?? NOW + 100];
      for (let at = start; at < end; at++) assert(covered(at), `${at - NOW}`);
      assert(!covered(start - 1));
      if (joined.end !== null) assert(!covered(joined.end));
    }),
    { numRuns: 500 },
  );
});

Deno.test("the label of hundreds of joined shifts stays short enough for a record", () => {
  const parts = Array.from({ length: 300 }, (_, index) => ({
    ...PAYMENTS,
    schedule: `P${index}`,
    label: `${index} ${"x".repeat(195)}`,
  }));
  const joined = joinedShift(parts[0]!, parts, NOW);
  assert(joined.label.length <= 1000, `${joined.label.length}`);
  assert(joined.label.startsWith("0 xx"));
  assertEquals([joined.labels?.length, joined.joined?.length], [300, 300]);
});
