import fc from "fast-check";
import { often, weighted, whole } from "./chance.ts";
import {
  dayOf,
  type DayScript,
  emptying,
  gathering,
  operating,
  SWITCHING,
} from "./day_arbitrary.ts";
import {
  consent,
  declaring,
  grouping,
  human,
  person,
} from "./people_arbitrary.ts";
import { roster, shifts } from "./roster_arbitrary.ts";
import {
  type Action,
  FEW_PEOPLE,
  LONG_POLLS,
  NAMES,
  POLL_MS,
  type Script,
  type ShiftScript,
  type Step,
  STIRRED_POLLS,
  type SyncAction,
} from "./script.ts";
import { smaller } from "./shrinking.ts";
import { WAYS_TO_SERVE } from "./vendors.ts";
import { trouble } from "./trouble_arbitrary.ts";

/** What a history is made of beside its seed. */
export interface ScriptOptions {
  steps: number;
}

const sync = fc.record({
  kind: fc.constant("syncs" as const),
  runs: fc.constantFrom(1, 1, 2),
}) as fc.Arbitrary<SyncAction>;

type Weights = [number, fc.Arbitrary<Action>][];

/** Most of what happens are people and rosters; now and then something breaks. */
const goodDay: Weights = [
  [55, human],
  [18, roster],
  [9, consent],
  [6, declaring],
  [6, sync],
  [4, operating],
  [1, grouping],
];

/** Some days nothing breaks: then all that is promised is promised at once. */
const badDay: Weights = [...goodDay, [12, trouble]];

/** Most things happen in this many polls; the others find nothing new. */
const BUSY = 6;

/** Most of what happens in one of them happens to this many people. */
const CROWD = 2;

/** When in a poll's quarter of an hour: in the midst of its run, or any time. */
const offset = weighted<number>(
  [3, whole(0, 9_000)],
  [1, whole(0, 70_000)],
  [3, whole(-POLL_MS / 2, POLL_MS / 2)],
);

/** A share of what there is, of polls or of people. */
const share = fc.nat(999).map((thousandths) => thousandths / 1000);

interface Placed {
  action: Action;
  busy: number;
  anywhere: number;
  stray: boolean;
  /** Whether it happens to the crowd of its poll, and to whom else. */
  crowded: boolean;
  whom: number;
  offset: number;
}

interface Busy {
  at: number;
  crowd: number[];
}

/** How much happens: on some days little, so that there is time to see whether all is well. */
interface Load {
  weights: Weights;
  /** Of the steps that a history may have. */
  share: number;
}

const load = fc.constantFrom<Load>(
  { weights: badDay, share: 1 },
  { weights: badDay, share: 1 / 2 },
  { weights: badDay, share: 1 / 8 },
  { weights: goodDay, share: 1 },
  { weights: goodDay, share: 1 / 8 },
  { weights: goodDay, share: 1 / 32 },
);

/** How many steps of a plain day's each kind of day has. */
const STEPS: Record<DayScript["day"], number> = {
  plain: 1,
  "big group": 1,
  long: 1 / 2,
  preview: 1,
};

function stepOf(action: fc.Arbitrary<Action>): fc.Arbitrary<Placed> {
  return fc.record<Placed>({
    action,
    busy: fc.nat(BUSY - 1),
    anywhere: share,
    stray: often(0.25),
    crowded: often(0.7),
    whom: share,
    offset,
  });
}

function placed(script: DayScript, busy: Busy[], each: Placed): Step {
  const { people, day } = script;
  const { at: share, crowd } = busy[each.busy]!;
  const polls = day === "long" ? LONG_POLLS : STIRRED_POLLS;
  const poll = 1 + Math.floor((each.stray ? each.anywhere : share) * polls);
  const at = Math.max(1_000, poll * POLL_MS + each.offset);
  const someone = !each.stray && each.crowded
    ? crowd[Math.floor(each.whom * CROWD)]!
    : each.whom;
  const who = Math.floor(someone * people.length);
  return { at, ...dayOf(script, happeningTo(each.action, who), at) };
}

/** The same, to another person. */
function happeningTo<A extends Action>(action: A, who: number): A {
  if ("added" in action) {
    return { ...action, added: { ...action.added, who } };
  }
  return "who" in action && action.who !== null ? { ...action, who } : action;
}

function exactly(length: number) {
  return { minLength: length, maxLength: length };
}

const day = fc.nat(59).map((roll): DayScript["day"] =>
  roll < 4 ? "big group" : roll < 8 ? "long" : roll < 11 ? "preview" : "plain"
);

/** Who there is, and what the rosters say of them at first. */
const beginning: fc.Arbitrary<DayScript> = fc.record({
  day,
  few: fc.array(person, exactly(FEW_PEOPLE)),
  more: fc.array(person, exactly(NAMES.length - FEW_PEOPLE)),
  shifts,
  gathering,
}).map(({ day, few, more, shifts, gathering }) => {
  const many = day === "big group";
  const people = many ? [...few, ...more] : few;
  const together = many ? gathering.slice(0, people.length) : [];
  return { day, people, shifts: [...together, ...longer(day, shifts)] };
});

/** On a long day half of the shifts begin later, and a third lasts longer. */
function longer(day: DayScript["day"], shifts: ShiftScript[]): ShiftScript[] {
  if (day !== "long") return shifts;
  return shifts.map((shift, index) => ({
    ...shift,
    start: shift.start + (index % 6) * 240,
    minutes: shift.minutes === null || index % 3 > 0
      ? shift.minutes
      : shift.minutes * 8,
  }));
}

function weightsFor(day: DayScript["day"], weights: Weights): Weights {
  if (day === "big group") return [...weights, [8, emptying]];
  return day === "preview" ? [...weights, [6, SWITCHING]] : weights;
}

const ENDINGS = [null, null, "focus", "pto", "deploy_freeze", "all"] as const;
const FIELDS = [
  "states",
  "on_own_status",
  "after_manual_change",
  "dnd",
  "presence",
] as const;

/**
 * The same step with what people may do besides: fields left empty, one kind ended,
 * the end undone. It follows from the step, so it needs no chance of its own, and the
 * other steps of a seed stay as they are.
 */
function varied(step: Step): Step[] {
  const roll = Math.floor(step.at / 7);
  switch (step.kind) {
    case "opts in": {
      if (roll % 2 === 0) return [step];
      const answers = { ...step.answers };
      for (const [index, field] of FIELDS.entries()) {
        if ((roll >> (index + 1)) % 2 === 1) delete answers[field];
      }
      return [{ ...step, answers }];
    }
    case "starts focus time": {
      const isADay = step.minutes !== null && roll % 8 === 0;
      // About a day, the longest that may be asked for.
      return [isADay ? { ...step, minutes: 1430 + roll % 20 } : step];
    }
    case "ends what was declared": {
      const { who, at } = step;
      const ended = { ...step, what: ENDINGS[roll % ENDINGS.length]! };
      if (roll % 3 > 0) return [ended];
      const later = at + (roll % 13) * 60_000;
      return [ended, { kind: "undoes an end", who, at: later }];
    }
    default:
      return [step];
  }
}

function raw({ steps }: ScriptOptions): fc.Arbitrary<Script> {
  return fc.record({
    seed: fc.nat(),
    rates: fc.constantFrom("documented" as const, "none" as const),
    stale: often(0.5),
    served: weighted<number>(
      [1, fc.constant(0)],
      [1, whole(0, WAYS_TO_SERVE - 1)],
    ),
    bookedHours: fc.constantFrom(6, 6, 2, 1),
    admin: often(0.3),
    beginning,
    busy: fc.array(
      fc.record({ at: share, crowd: fc.array(share, exactly(CROWD)) }),
      exactly(BUSY),
    ),
    load,
  }).chain(({ beginning, busy, load, ...rest }) => {
    const { day } = beginning;
    const count = Math.ceil(steps * load.share * STEPS[day]);
    const weights = weightsFor(day, load.weights);
    return fc.array(stepOf(weighted(...weights)), exactly(count)).map(
      (each) => ({
        ...rest,
        ...beginning,
        steps: each.map((step) => placed(beginning, busy, step))
          .flatMap(varied)
          .sort((a, b) => a.at - b.at),
      }),
    );
  });
}

/** Histories of the given number of steps, which shrink to few steps, shifts and people. */
export function scripts(options: ScriptOptions): fc.Arbitrary<Script> {
  return smaller(raw(options));
}
