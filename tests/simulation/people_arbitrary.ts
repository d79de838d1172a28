import fc from "fast-check";
import { often, weighted, who, whole } from "./chance.ts";
import type {
  Answers,
  ConsentAction,
  DeclaringAction,
  GroupAction,
  HumanAction,
  OwnStatus,
  PersonScript,
} from "./script.ts";
import { type State, STATES } from "./setting.ts";

const minutesToLast = weighted<number>(
  [3, fc.constant(0)],
  [3, whole(1, 30)],
  [3, whole(20, 300)],
);

const own: fc.Arbitrary<OwnStatus> = fc.record({
  text: whole(1, 99_999),
  emoji: fc.constantFrom(":bee:", ":sandwich:", ":wave::skin-tone-3:", ":+1:"),
  minutes: minutesToLast,
});

const answers: fc.Arbitrary<Answers> = fc.record({
  states: weighted<State[]>(
    [2, fc.constant([...STATES])],
    [1, fc.subarray([...STATES], { minLength: 1 })],
  ),
  on_own_status: fc.constantFrom("skip", "defer", "replace", "replace"),
  after_manual_change: fc.constantFrom("yield", "yield", "resume"),
  dnd: often(0.6),
  presence: often(0.6),
});

/** Somebody at the start. */
export const person: fc.Arbitrary<PersonScript> = fc.record({
  own: weighted<OwnStatus | null>([1, fc.constant(null)], [1, own]),
  snooze: weighted<number>([3, fc.constant(0)], [1, whole(1, 300)]),
  away: often(0.15),
  answers: weighted<Answers | null>([1, fc.constant(null)], [6, answers]),
  path: fc.constantFrom("own", "own", "own", "env", "admin"),
});

/** What people do in their own clients. */
export const human = weighted<HumanAction>(
  [8, fc.record({ kind: fc.constant("sets" as const), who, own })],
  [8, fc.record({ kind: fc.constant("clears" as const), who })],
  [
    2,
    fc.record({
      kind: fc.constant("sets what was there before" as const),
      who,
    }),
  ],
  [
    2,
    fc.record({
      kind: fc.constant("sets the same with another expiry" as const),
      who,
      minutes: minutesToLast,
    }),
  ],
  [
    3,
    fc.record({
      kind: fc.constant("snoozes" as const),
      who,
      minutes: whole(1, 240),
    }),
  ],
  [
    1,
    fc.record({ kind: fc.constant("snoozes without an end" as const), who }),
  ],
  [2, fc.record({ kind: fc.constant("ends the snooze" as const), who })],
  [1, fc.record({ kind: fc.constant("goes away" as const), who })],
  [2, fc.record({ kind: fc.constant("comes back" as const), who })],
);

/** What people answer the app. */
export const consent = weighted<ConsentAction>(
  [2, fc.record({ kind: fc.constant("opts in" as const), who, answers })],
  [1, fc.record({ kind: fc.constant("opts out" as const), who })],
);

const empty = fc.constant(null);

/** What people declare by a link; some of it makes no sense, and is refused. */
export const declaring = weighted<DeclaringAction>(
  [
    4,
    fc.record({
      kind: fc.constant("starts focus time" as const),
      who,
      minutes: weighted<number | null>([1, empty], [4, whole(-20, 180)]),
    }),
  ],
  [
    1,
    fc.record({
      kind: fc.constant("takes time off" as const),
      who,
      first: weighted<number | null>([2, empty], [1, whole(-1, 2)]),
      last: weighted<number | null>([1, empty], [1, whole(-1, 3)]),
    }),
  ],
  [
    3,
    fc.record({
      kind: fc.constant("declares a freeze" as const),
      who,
      from: weighted<number | null>([1, empty], [1, whole(-30, 180)]),
      until: weighted<number | null>([1, empty], [4, whole(-20, 300)]),
      group: often(0.5),
    }),
  ],
  [
    4,
    fc.record({
      kind: fc.constant("ends what was declared" as const),
      who,
      what: fc.constant(null),
      group: often(0.3),
    }),
  ],
);

/** Somebody joins the user group, or leaves it. */
export const grouping: fc.Arbitrary<GroupAction> = fc.record({
  kind: fc.constant("changes the group" as const),
  who,
});
