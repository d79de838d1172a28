import { assert, assertEquals } from "@std/assert";
import { Truth } from "./judge/truth.ts";
import { MINUTE, played, rules, SCRIPT } from "./plain_day.ts";
import type { Recording } from "./recording.ts";
import { type Script, START_MS } from "./script.ts";

const START = START_MS / 1000;

/** A freeze for the group from the start on; somebody leaves the group after an hour. */
function groupTruth(): Truth {
  const item = { group: "SREL", state: "deploy_freeze", start: START };
  return new Truth({
    ...{ rosters: [], templates: [], operations: [] },
    declared: [{ at: START_MS, id: "Fx", item }],
    groups: [
      { at: 0, members: [0, 1] },
      { at: START_MS + 60 * MINUTE, members: [1] },
    ],
  } as unknown as Recording);
}

function frozenAt(minute: number): string[][] {
  const at = START_MS + minute * MINUTE;
  return groupTruth().rosters(at, at)
    .map((shifts) => shifts.map(({ person }) => person));
}

Deno.test("for two hours after a group changed both are possible", () => {
  assertEquals(frozenAt(30), [["UANN", "UBOB"]]);
  assertEquals(frozenAt(90), [["UANN", "UBOB"], ["UBOB"]]);
  assertEquals(frozenAt(181), [["UBOB"]]);
});

/** Somebody's workflow applies a text of its own just when the shift begins. */
const CALLED_IN: Script = {
  ...SCRIPT,
  shifts: [{ ...SCRIPT.shifts[0]!, start: 16 }],
  steps: [{
    at: 16 * MINUTE + 100,
    kind: "runs a workflow",
    state: "on_call",
    ownText: true,
  }],
};

Deno.test("a workflow's text is right where that workflow ran, and nowhere else", async () => {
  const recording = await played(CALLED_IN);
  const [first] = recording.people.get("UANN")!.status;
  assert(first!.after.text.startsWith("Called in for Payments until"));
  assertEquals(rules(recording), []);
  recording.operations.length = 0;
  const found = rules(recording);
  assert(
    found.some((rule) => rule.endsWith("it shows no shift as it is")),
    found.join("\n"),
  );
});
