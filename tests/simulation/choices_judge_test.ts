import { assert, assertEquals } from "@std/assert";
import { answering, MINUTE, played, rules } from "./plain_day.ts";
import type { Recording } from "./recording.ts";
import type { Script } from "./script.ts";

/** A person opts in again: with nothing filled in, with one answer, and twice at once. */
const AGAIN: Script = {
  ...answering({ states: ["on_call", "pto"], dnd: true }),
  stale: true,
  steps: [
    { at: 20 * MINUTE, kind: "opts in", who: 0, answers: {} },
    { at: 25 * MINUTE, kind: "opts in", who: 0, answers: { dnd: false } },
    { at: 30 * MINUTE, kind: "opts in", who: 0, answers: { presence: true } },
    {
      at: 30 * MINUTE,
      kind: "opts in",
      who: 0,
      answers: { on_own_status: "replace" },
    },
    { at: 35 * MINUTE, kind: "opts in", who: 1, answers: { dnd: true } },
  ],
};

function given(recording: Recording, person: string) {
  return recording.consents.filter((change) =>
    change.person === person && change.at > 0 && change.item !== null
  );
}

function choices(recording: Recording): string[] {
  return rules(recording).filter((rule) => rule.startsWith("choices"));
}

Deno.test("nothing is wrong where people opt in again with fields left empty", async () => {
  const recording = await played(AGAIN);
  assertEquals(rules(recording), []);
  const last = given(recording, "UANN").at(-1)!.item!;
  assertEquals([last.states, last.dnd, last.presence, last.on_own_status], [
    ["on_call", "pto"],
    false,
    true,
    "replace",
  ]);
  assertEquals(given(recording, "UBOB").at(-1)!.item!.states, ["on_call"]);
});

Deno.test("an empty field that becomes a default is seen", async () => {
  const recording = await played(AGAIN);
  const [first] = given(recording, "UANN");
  first!.item = { ...first!.item, states: ["on_call"] };
  const [rule] = choices(recording);
  assert(rule?.startsWith("choices: states became"), rule);
});

Deno.test("an answer that is not taken is seen", async () => {
  const recording = await played(AGAIN);
  const [, second] = given(recording, "UANN");
  second!.item = { ...second!.item, dnd: true };
  assert(choices(recording).some((rule) => rule.includes("dnd became true")));
});

Deno.test("an answer that another click at once overwrote is seen", async () => {
  const recording = await played(AGAIN);
  const last = given(recording, "UANN").at(-1)!;
  last.item = { ...last.item, presence: false };
  const found = choices(recording);
  assert(
    found.some((rule) => rule.includes("presence was chosen to be true")),
    found.join("\n"),
  );
});
