import { assert, assertEquals } from "@std/assert";
import { stops } from "./judge/recovery_judge.ts";
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

Deno.test("a run that was stopped as it removed its recovery had done all", async () => {
  const recording = await played(CUT_SHORT);
  const met = recording.touched.find(({ killed }) => killed)!;
  const stopped = recording.executions.find(({ id }) => id === met.execution)!;
  stopped.calls["workflows.triggers.delete"] = 1;
  assertEquals(stops(recording).length, 1, "it went on after that");
  const last = { method: "apps.datastore.delete", datastore: "runs" };
  Object.assign(met, last);
  assertEquals(stops(recording), []);
  Object.assign(met, { method: "workflows.triggers.delete", datastore: null });
  assertEquals(stops(recording), []);
  stopped.calls["workflows.triggers.create"] = 1;
  assertEquals(stops(recording).length, 1, "it had made another one before");
});

Deno.test("what the run that recovers could not read is for the next poll", async () => {
  const recording = await played(CUT_SHORT);
  const [stop] = stops(recording);
  const recovers = recording.runs.find(({ at }) => at > stop!)!;
  assert(
    recovers.at < stop! + 100_000 - 6_000,
    "well before the latest instant",
  );
  for (const { status } of recording.people.values()) {
    if (status.length > 0 && status[0]!.at > stop!) status.length = 0;
  }
  const missing = () =>
    rules(recording).filter((rule) => rule.startsWith("convergence"));
  const all = missing().length;
  const unread = { ...recording.touched[0]!, killed: false, people: null };
  const schedules = ["P_on_call_0"];
  recording.touched.push({ ...unread, at: recovers.at + 80, schedules });
  assert(missing().length < all, missing().join("\n"));
});
