import fc from "fast-check";
import { quarters, state, weighted, who } from "./chance.ts";
import {
  type RosterAction,
  type ShiftScript,
  STIRRED_POLLS,
} from "./script.ts";

export const shift: fc.Arbitrary<ShiftScript> = fc.record({
  who,
  state,
  start: quarters(-2, STIRRED_POLLS),
  minutes: weighted<number | null>([1, fc.constant(null)], [
    24,
    quarters(1, 16).map((minutes) => Math.max(5, minutes)),
  ]),
});

const place = fc.nat(19);
const moved = quarters(-8, 8);

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
      kind: fc.constant("adds a shift after a shift" as const),
      shift: place,
      minutes: quarters(1, 8),
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
