import { assert, assertEquals } from "@std/assert";
import { stops } from "./judge/service_judge.ts";
import { MINUTE, played, rules, SCRIPT } from "./plain_day.ts";
import type { Script } from "./script.ts";

/** Five people go on call at 9:07, and the run is cut short while it writes. */
const CUT_SHORT: Script = {
  ...SCRIPT,
  people: SCRIPT.people.map(() => SCRIPT.people[0]!),
  shifts: SCRIPT.people.map((_, who) => ({
    ...{ who, state: "on_call", place: 0, level: 1, start: 67, minutes: 90 },
  })),
  steps: [{ at: 67 * MINUTE, kind: "stops an execution", calls: 48 }],
};

Deno.test("what a stopped step left is done before the next poll, or it is seen", async () => {
  const recording = await played(CUT_SHORT);
  assertEquals(rules(recording), []);
  const [stop] = stops(recording);
  assert(stop !== undefined, "a step was stopped after it began to write");
  const late = [...recording.people.values()]
    .filter(({ status }) => status.length > 0 && status[0]!.at > stop);
  assert(late.length > 0, "somebody was served by the run that recovers it");
  late[0]!.status.length = 0;
  const found = rules(recording);
  assert(
    found.some((rule) =>
      rule.startsWith("convergence") && rule.endsWith("on_call is wanted")
    ),
    found.join("\n"),
  );
});

Deno.test("a run that is stopped before it writes is recovered, too", async () => {
  const [cut] = CUT_SHORT.steps;
  const steps = [{ ...cut!, calls: 30 } as typeof cut & object];
  const recording = await played({ ...CUT_SHORT, steps });
  assertEquals(rules(recording), []);
  assertEquals(stops(recording).length, 1);
  recording.people.get("UBOB")!.status.length = 0;
  assert(rules(recording).some((rule) => rule.includes("on_call is wanted")));
});
