import fc from "fast-check";
import { checkSeed, quietly } from "./check_script.ts";
import { ON_CALL_MUTANTS } from "./mutants/on_call_mutants.ts";
import { mutated } from "./mutants/intercept.ts";
import { isCaught, PIN_OPTIONS } from "./mutants/pins.ts";
import { scripts } from "./script_arbitrary.ts";
import type { Script } from "./script.ts";
const [from, count, want] = Deno.args.map(Number);
const mutant = ON_CALL_MUTANTS[0]!;
const M = 60_000;
function likely(s: Script): boolean {
  const outs: [number, number][] = [];
  for (const st of s.steps) {
    if (st.kind === "fails" && st.method === "pagerduty" && st.times > 4) {
      outs.push([st.at, st.at + st.lasts]);
    }
    if (st.kind === "loses a schedule" && st.schedule < 2) {
      outs.push([st.at, st.at + st.lasts]);
    }
  }
  return s.shifts.some((c) => {
    if (c.state !== "on_call") return false;
    const a = s.people[c.who]!.answers;
    if (!a || (!a.dnd && !a.presence)) return false;
    const start = c.start * M;
    const out = outs.some(([f, t]) => f < start && t > start);
    if (!out) return false;
    return s.shifts.some((o) =>
      o.who === c.who && (o.state === "focus" || o.state === "pto") &&
      a.states.includes(o.state) && o.start * M < start + 30 * M &&
      (o.minutes === null || (o.start + o.minutes) * M > start)
    );
  });
}
let tried = 0, seen = 0;
const found: number[] = [];
for (
  let seed = from!;
  seed < from! + count! && found.length < (want ?? 2);
  seed++
) {
  let script: Script | null = null;
  fc.check(
    fc.property(scripts(PIN_OPTIONS), (each) => {
      script ??= each;
    }),
    { seed, numRuns: 1, unbiased: true },
  );
  seen++;
  if (!likely(script!)) continue;
  tried++;
  const report = await quietly(() =>
    checkSeed(seed, {
      ...PIN_OPTIONS,
      mutate: (app) => mutated(app, mutant.make),
    })
  );
  if (isCaught(mutant, report)) found.push(seed);
  console.error(seed, report.rules.join());
}
console.error(mutant.name, found, seen, tried);
