import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { RosterShift } from "../../rosters/port.ts";
import { hasMoved, upcomingOf } from "../../rosters/upcoming.ts";
import { nextChange } from "../../intervals.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

const QUARTER = 900;
/** A quarter of an hour, in seconds since the epoch, far from it. */
const T = QUARTER * 2_000_000;
const HORIZON = T + 8 * QUARTER;

const SEEN = { now: T, until: HORIZON, near: T };

const of = (shifts: RosterShift[], after = T) =>
  upcomingOf(shifts, after, HORIZON);

Deno.test("a start or end counts if it is after one instant and up to the other", () => {
  const instants = [T, T + 1, HORIZON, HORIZON + 1];
  const counted = instants.map((start) =>
    Object.keys(of([rosterShift({ start, end: null })])).length
  );
  assertEquals(counted, [0, 1, 1, 0]);
});

Deno.test("the order of reading does not matter", () => {
  const shifts = [
    rosterShift({ start: T + 60, end: T + 2 * QUARTER }),
    rosterShift({ identity: BOB, start: T + 70, end: null }),
  ];
  assertEquals(of(shifts), of(shifts.toReversed()));
});

Deno.test("a start that moves is a change, within its quarter or into another", () => {
  const before = of([rosterShift({ start: T + QUARTER + 60, end: null })]);
  for (const start of [T + QUARTER + 61, T + 3 * QUARTER, HORIZON + 60]) {
    const after = of([rosterShift({ start, end: null })]);
    assert(hasMoved(before, after, SEEN), `${start - T}`);
  }
});

Deno.test("another person at the same instant is a change", () => {
  const span = { start: T + QUARTER, end: null };
  const before = of([rosterShift(span)]);
  const after = of([rosterShift({ ...span, identity: BOB })]);
  assert(hasMoved(before, after, SEEN));
});

Deno.test("a handoff past what was covered counts once it is near", () => {
  const later = upcomingOf(
    [rosterShift({ start: HORIZON + QUARTER, end: null })],
    T,
    HORIZON + 4 * QUARTER,
  );
  const near = [HORIZON, HORIZON + QUARTER, HORIZON + QUARTER + 1];
  assertEquals(
    near.map((near) => hasMoved({}, later, { ...SEEN, near })),
    [false, false, true],
  );
});

Deno.test("passing time alone is no change, for any roster", () => {
  const instant = fc.integer({ min: T - QUARTER, max: HORIZON + QUARTER });
  const length = fc.integer({ min: 1, max: 3 * QUARTER });
  const shifts = fc.array(
    fc.tuple(instant, fc.option(length)).map(([start, seconds]) =>
      rosterShift({ start, end: seconds === null ? null : start + seconds })
    ),
  );
  fc.assert(fc.property(
    shifts,
    fc.integer({ min: T, max: HORIZON }),
    (all, now) => {
      // What is over by then is not read any more.
      const left = all.filter(({ end }) => end === null || end > now);
      const later = upcomingOf(left, now, HORIZON);
      assert(!hasMoved(of(all), later, { ...SEEN, now }));
    },
  ));
});

Deno.test("the next change is the earliest coming start or end", () => {
  const past = { start: 10, end: 20 };
  const underWay = { start: 10, end: 90 };
  const coming = { start: 70, end: 80 };
  const endless = { start: 10, end: null };
  assertEquals(nextChange([past, underWay, coming, endless], 50), 70);
  assertEquals(nextChange([past, underWay, endless], 50), 90);
  assertEquals(nextChange([past, endless], 50), null);
  assertEquals(nextChange([], 50), null);
});

Deno.test("a change at the instant itself has happened already", () => {
  assertEquals(nextChange([{ start: 50, end: 60 }], 50), 60);
  assertEquals(nextChange([{ start: 40, end: 50 }], 50), null);
});
