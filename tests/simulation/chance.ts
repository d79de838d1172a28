import fc from "fast-check";
import { FEW_PEOPLE } from "./script.ts";
import { type State, STATES } from "./setting.ts";

type Weighted<T> = { weight: number; arbitrary: fc.Arbitrary<T> };

export function weighted<T>(...choices: [number, fc.Arbitrary<T>][]) {
  const each: Weighted<T>[] = choices.map(([weight, arbitrary]) => ({
    weight,
    arbitrary,
  }));
  return fc.oneof(...each);
}

export const often = (share: number): fc.Arbitrary<boolean> =>
  fc.nat(99).map((roll) => roll < share * 100);
export const whole = (min: number, max: number) => fc.integer({ min, max });
export const who = fc.nat(FEW_PEOPLE - 1);
export const state: fc.Arbitrary<State> = fc.constantFrom(...STATES);

/** Minutes, half of them in quarters of an hour, where polls are and shifts touch. */
export const minute = (min: number, max: number) =>
  weighted<number>(
    [3, whole(min, max).map((each) => each * 15)],
    [1, whole(min * 3, max * 3).map((each) => each * 5)],
    [2, whole(min * 15, max * 15)],
  );
