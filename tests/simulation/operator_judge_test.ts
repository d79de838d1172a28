import { assert, assertEquals } from "@std/assert";
import { MINUTE, played, rules, SCRIPT } from "./plain_day.ts";
import type { Item, Recording } from "./recording.ts";
import { NAMES, type Script, START_MS } from "./script.ts";

const PREVIEW: Script = { ...SCRIPT, day: "preview" };

function found(recording: Recording, rule: string): string[] {
  return rules(recording).filter((each) => each.startsWith(rule));
}

Deno.test("in preview nothing is written, and a write is seen", async () => {
  const recording = await played({
    ...PREVIEW,
    shifts: [{ ...SCRIPT.shifts[0]!, minutes: 240 }],
  });
  assertEquals(rules(recording), []);
  const [first] = recording.people.get("UANN")!.status;
  assert(first!.at > recording.calm_at, "it is written once it is enforced");
  first!.at = START_MS + 20 * MINUTE;
  assertEquals(found(recording, "preview").length, 1);
});

Deno.test("in preview an operator may restore a person, and people may leave", async () => {
  const recording = await played({
    ...PREVIEW,
    shifts: [{ ...SCRIPT.shifts[0]!, minutes: 240 }],
  });
  const [first] = recording.people.get("UANN")!.status;
  first!.at = START_MS + 20 * MINUTE;
  recording.operations.push({
    kind: "restores one person",
    person: "UANN",
    at: first!.at - MINUTE,
    outcome: "completed",
    done_at: first!.at,
  });
  assertEquals(found(recording, "preview"), []);
  recording.operations.pop();
  first!.consent = { ...first!.consent, withdrawn_at: first!.at / 1000 };
  assertEquals(found(recording, "preview"), []);
});

/** Twelve people are on leave when the roster loses all of them. */
const LOST: Script = {
  ...SCRIPT,
  day: "big group",
  people: NAMES.slice(0, 12).map(() => ({
    ...SCRIPT.people[0]!,
    answers: { ...SCRIPT.people[0]!.answers!, states: ["pto"] },
  })),
  shifts: NAMES.slice(0, 12).map((_, who) => ({
    ...{ who, state: "pto", place: 0, level: 1, start: 15, minutes: 400 },
  })),
  steps: [{
    at: 35 * MINUTE,
    kind: "empties a schedule",
    state: "pto",
    place: 0,
    lasts: 1000 * MINUTE,
  }],
};

function heldBack(people: number, active: number): Item {
  const names = NAMES.slice(0, people).map((name) => `U${name.toUpperCase()}`);
  const body = JSON.stringify({
    id: "early_ends",
    people: names,
    active,
    confirmed_at: null,
  });
  return { id: "early_ends", body };
}

Deno.test("many early ends wait for an operator, and are seen if none confirmed them", async () => {
  const recording = await played(LOST);
  assertEquals(rules(recording), []);
  const confirmed = recording.early_ends.filter(({ item }) =>
    String(item?.body).includes('"confirmed_by":"UOPS"')
  );
  assert(confirmed.length > 0, "an operator has confirmed them");
  for (const change of recording.early_ends) {
    if (change.item) change.item = heldBack(12, 12);
  }
  const [rule] = found(recording, "early ends");
  assert(rule?.includes("12 of 12 end early"), rule);
});

Deno.test("few ends that are held back are seen", async () => {
  const recording = await played();
  const at = START_MS + 30 * MINUTE;
  const over = { at: at + MINUTE, item: null };
  recording.early_ends.push({ at, item: heldBack(7, 12) }, over);
  assertEquals(found(recording, "early ends"), []);
  recording.early_ends.unshift({ at, item: heldBack(6, 12) });
  const [rule] = found(recording, "early ends");
  assert(rule?.includes("few ends are held back"), rule);
});

Deno.test("a record of held-back ends that stays is seen", async () => {
  const recording = await played();
  const at = START_MS + 30 * MINUTE;
  recording.early_ends.push({ at, item: heldBack(7, 12) });
  const [rule] = found(recording, "early ends");
  assert(rule?.includes("nothing is held back, but on record"), rule);
});
