import fc from "fast-check";
import { minute, state, weighted, who, whole } from "./chance.ts";
import {
  type RosterAction,
  type ShiftScript,
  STIRRED_POLLS,
} from "./script.ts";

const shift: fc.Arbitrary<ShiftScript> = fc.record({
  who,
  state,
  place: fc.nat(1),
  level: fc.constantFrom(1, 1, 2),
  start: minute(-2, STIRRED_POLLS),
  minutes: weighted<number | null>([1, fc.constant(null)], [
    24,
    minute(1, 12).map((minutes) => Math.max(5, minutes)),
  ]),
});

/** How long a shift is that follows one without an end, if any could. */
const SOME_MINUTES = 60;

/** One shift, or two of one person and state that touch or overlap. */
const shiftOrTwo: fc.Arbitrary<ShiftScript[]> = weighted(
  [2, shift.map((each) => [each])],
  [
    1,
    fc.record({
      shift,
      second: fc.record({ place: fc.nat(1), level: fc.constantFrom(1, 1, 2) }),
      overlap: weighted<number>([2, fc.constant(0)], [1, whole(1, 60)]),
      minutes: minute(1, 8).map((minutes) => Math.max(5, minutes)),
    }).map(({ shift, second, overlap, minutes }) => {
      const length = shift.minutes ?? SOME_MINUTES;
      const start = shift.start + length - Math.min(overlap, length);
      return [shift, { ...shift, ...second, start, minutes }];
    }),
  ],
);

/** The rosters at the start. */
export const shifts: fc.Arbitrary<ShiftScript[]> = fc
  .array(shiftOrTwo, { minLength: 3, maxLength: 11, size: "max" })
  .map((each) => each.flat());

const place = fc.nat(19);
const moved = minute(-8, 8);

/** How rosters are edited. */
export const roster = weighted<RosterAction>(
  [4, fc.record({ kind: fc.constant("adds a shift" as const), added: shift })],
  [
    2,
    fc.record({
      kind: fc.constant("moves a shift" as const),
      shift: place,
      minutes: moved,
    }),
  ],
  [
    4,
    fc.record({
      kind: fc.constant("moves the end of a shift" as const),
      shift: place,
      minutes: moved,
    }),
  ],
  [
    3,
    fc.record({ kind: fc.constant("cancels a shift" as const), shift: place }),
  ],
  [
    2,
    fc.record({
      kind: fc.constant("swaps a shift" as const),
      shift: place,
      who,
    }),
  ],
  [
    1,
    fc.record({
      kind: fc.constant("moves a shift to the other schedule" as const),
      shift: place,
    }),
  ],
  [
    2,
    fc.record({
      kind: fc.constant("adds a shift after a shift" as const),
      shift: place,
      minutes: minute(1, 8),
    }),
  ],
  [
    1,
    fc.record({
      kind: fc.constant("changes the state of a shift" as const),
      shift: place,
      state,
    }),
  ],
);
