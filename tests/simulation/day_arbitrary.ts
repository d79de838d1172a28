import fc from "fast-check";
import { minute, often, state, weighted, who, whole } from "./chance.ts";
import {
  type Action,
  type EmptyingAction,
  NAMES,
  type OperatorAction,
  type Script,
  type ShiftScript,
  type WorkflowAction,
} from "./script.ts";

/** What makes a day the day that it is. */
export type DayScript = Required<Pick<Script, "day" | "people" | "shifts">>;

const MINUTE_MS = 60_000;

/** Everybody on one schedule, from about the same time on. */
export const gathering: fc.Arbitrary<ShiftScript[]> = fc.record({
  state,
  place: fc.nat(1),
  start: minute(-1, 3),
  minutes: minute(6, 12),
  apart: fc.array(minute(0, 2), {
    minLength: NAMES.length,
    maxLength: NAMES.length,
  }),
}).map(({ state, place, start, minutes, apart }) =>
  apart.map((later, who) => ({
    ...{ who, state, place, level: 1, start },
    minutes: minutes + later,
  }))
);

/** A roster that goes strange. */
export const emptying: fc.Arbitrary<Action> = weighted<
  EmptyingAction | OperatorAction
>(
  [
    3,
    fc.record({
      kind: fc.constant("empties a schedule" as const),
      state,
      place: fc.nat(1),
      lasts: whole(1_000, 60 * MINUTE_MS),
    }),
  ],
  [1, fc.constant({ kind: "confirms early ends" as const })],
);

/** What operators do on any day, and the workflows that people built. */
export const operating: fc.Arbitrary<Action> = weighted<
  OperatorAction | WorkflowAction
>(
  [2, fc.record({ kind: fc.constant("restores one person" as const), who })],
  [
    1,
    fc.record({
      kind: fc.constant("sets up" as const),
      who: weighted<number | null>([1, fc.constant(null)], [1, who]),
    }),
  ],
  [
    3,
    fc.record({
      kind: fc.constant("runs a workflow" as const),
      state,
      ownText: often(0.7),
    }),
  ],
);

/** On a day that begins in preview. */
export const SWITCHING: fc.Arbitrary<Action> = weighted<OperatorAction>(
  [
    4,
    fc.record({
      kind: fc.constant("switches the mode" as const),
      mode: often(0.7).map((on) =>
        on ? "enforce" as const : "preview" as const
      ),
    }),
  ],
  [1, fc.constant({ kind: "restores everyone" as const })],
);

/**
 * The same action as it is on that day: in a big group mostly the schedule that
 * everybody is on is emptied; on a long day what lies ahead lies further ahead.
 */
export function dayOf<A extends Action>(
  { day, shifts }: DayScript,
  action: A,
  at: number,
): A {
  const [first] = shifts;
  if (action.kind === "empties a schedule" && action.lasts % 3 > 0 && first) {
    return { ...action, state: first.state, place: first.place };
  }
  if (day !== "long") return action;
  if (action.kind === "adds a shift") {
    const { added } = action;
    const start = added.start + Math.floor(at / (180 * MINUTE_MS)) * 180;
    return { ...action, added: { ...added, start } };
  }
  if (action.kind !== "declares a freeze") return action;
  const further = (minutes: number | null) =>
    minutes === null || minutes < 0 ? minutes : minutes * 8;
  return {
    ...action,
    from: further(action.from),
    until: further(action.until),
  };
}
