import fc from "fast-check";
import { often, weighted, whole } from "./chance.ts";
import { consent, declaring, human, person } from "./people_arbitrary.ts";
import { roster, shifts } from "./roster_arbitrary.ts";
import {
  type Action,
  NAMES,
  POLL_MS,
  type Script,
  type Step,
  STIRRED_POLLS,
  type SyncAction,
} from "./script.ts";
import { smaller } from "./shrinking.ts";
import { trouble } from "./trouble_arbitrary.ts";

/** What a history is made of beside its seed. */
export interface ScriptOptions {
  steps: number;
}

const sync = fc.record({
  kind: fc.constant("syncs" as const),
  runs: fc.constantFrom(1, 1, 2),
}) as fc.Arbitrary<SyncAction>;

/** Most of what happens are people and rosters; now and then something breaks. */
const goodDay: [number, fc.Arbitrary<Action>][] = [
  [55, human],
  [18, roster],
  [9, consent],
  [6, declaring],
  [6, sync],
];

/** Some days nothing breaks: then all that is promised is promised at once. */
const badDay: typeof goodDay = [...goodDay, [12, trouble]];

/** Most things happen in this many polls; the others find nothing new. */
const BUSY = 6;

/** When in a poll's quarter of an hour: in the midst of its run, or any time. */
const offset = weighted<number>(
  [3, whole(0, 9_000)],
  [1, whole(0, 70_000)],
  [3, whole(-POLL_MS / 2, POLL_MS / 2)],
);

interface Placed {
  action: Action;
  busy: number;
  anywhere: number;
  stray: boolean;
  offset: number;
}

function placed(busy: number[], each: Placed): Step {
  const poll = each.stray ? each.anywhere : busy[each.busy]!;
  const at = Math.max(1_000, poll * POLL_MS + each.offset);
  return { at, ...each.action };
}

/** Little happens, so that there is time to see whether all is well. */
function quietDay(
  stepOf: (action: fc.Arbitrary<Action>) => fc.Arbitrary<Placed>,
  steps: number,
): fc.Arbitrary<Placed[]> {
  const few = Math.ceil(steps / 8);
  return fc.array(stepOf(weighted(...goodDay)), {
    minLength: few,
    maxLength: few,
  });
}

function raw({ steps }: ScriptOptions): fc.Arbitrary<Script> {
  const poll = whole(1, STIRRED_POLLS);
  const stepOf = (action: fc.Arbitrary<Action>) =>
    fc.record<Placed>({
      action,
      busy: fc.nat(BUSY - 1),
      anywhere: poll,
      stray: often(0.25),
      offset,
    });
  const exactly = (length: number) => ({
    minLength: length,
    maxLength: length,
  });
  return fc.record({
    seed: fc.nat(),
    rates: fc.constantFrom("documented" as const, "none" as const),
    stale: often(0.5),
    admin: often(0.3),
    people: fc.array(person, exactly(NAMES.length)),
    shifts,
    busy: fc.array(poll, exactly(BUSY)),
    steps: weighted(
      [3, fc.array(stepOf(weighted(...badDay)), exactly(steps))],
      [1, fc.array(stepOf(weighted(...goodDay)), exactly(steps))],
      [1, quietDay(stepOf, steps)],
    ),
  }).map(({ busy, steps, ...rest }) => ({
    ...rest,
    steps: steps.map((each) => placed(busy, each))
      .sort((a, b) => a.at - b.at),
  }));
}

/** Histories of the given number of steps, which shrink to few steps, shifts and people. */
export function scripts(options: ScriptOptions): fc.Arbitrary<Script> {
  return smaller(raw(options));
}
