import { assert, assertEquals } from "@std/assert";
import { MINUTE, played, rules, SCRIPT } from "./plain_day.ts";
import type { WritingCall } from "./recording.ts";
import { type Script, START_MS } from "./script.ts";

Deno.test("nothing is wrong with a plain day", async () => {
  const recording = await played();
  assertEquals(rules(recording), []);
  assertEquals(recording.people.get("UANN")!.status.length, 2);
  assert(recording.writing.length > 2);
});

Deno.test("an entry that comes long after its run is none of it", async () => {
  const recording = await played();
  const [[id, at]] = [...recording.logged] as [[string, number]];
  recording.logged.set(id, at + 1_800_000);
  const [rule] = rules(recording);
  assert(rule?.startsWith("accountable: status"), rule);
});

Deno.test("two executions that write in turns are seen", async () => {
  const recording = await played();
  const first = recording.writing[0]!;
  const other: WritingCall = { ...first, at: first.at + 1, execution: "Fx" };
  recording.writing.splice(1, 0, other);
  const [rule] = rules(recording);
  assert(rule?.startsWith("one writer: Fx and"), rule);
});

Deno.test("an execution that records a consent writes nothing else", async () => {
  const recording = await played();
  const first = recording.writing[0]!;
  recording.writing.unshift({ ...first, what: "consent" });
  assert(rules(recording).some((rule) => rule.includes("records a consent")));
});

Deno.test("a trigger of a handoff that is over, or twice there, is seen", async () => {
  const recording = await played();
  const seen = recording.handoffs.at(-1)!;
  assertEquals(seen.triggers, []);
  const fires_at = seen.at + 3_600_000;
  const name = "2026-03-02T15:00:00Z";
  seen.triggers.push({ name, fires_at }, { name, fires_at });
  seen.triggers.push({ name: "2026-03-02T09:00:00Z", fires_at: seen.at - 1e6 });
  const found = rules(recording);
  assert(found.some((rule) => rule.includes("is booked twice")), found[0]);
  assert(found.some((rule) => rule.includes("is left")), found[0]);
  assert(found.some((rule) => rule.includes("booked for nothing")), found[0]);
});

/** Bob's, who may declare for the user group. */
const CLICK = {
  person: "UBOB",
  kind: "declares" as const,
  state: null,
  what: null,
  start: null,
  end: null,
  lasts: null,
  group: false,
  outcome: "completed" as const,
};

Deno.test("the judge sees a record without a click, and a click without a record", async () => {
  const recording = await played();
  const at = recording.calm_at;
  const item = { id: "Fx", person: "UANN", state: "focus", start: at / 1000 };
  recording.declared.push({ at, id: "Fx", item });
  recording.declarations.push({
    ...CLICK,
    at,
    state: "deploy_freeze",
    group: true,
    done_at: at + 9_000,
  });
  const found = rules(recording);
  assert(found.some((rule) => rule.includes("nobody declared this")), found[0]);
  assert(found.some((rule) => rule.includes("and not recorded")), found[0]);
});

Deno.test("the judge sees what is ended or brought back without a click for it, or otherwise than it was", async () => {
  const cases = [
    { ends: "pto", undoes: true, later: 0, why: "nobody ended this" },
    { ends: "focus", undoes: false, later: 0, why: "nobody brought this back" },
    { ends: "focus", undoes: true, later: 60, why: "nobody brought this back" },
    { ends: "focus", undoes: true, later: 0, why: null },
  ] as const;
  for (const { ends, undoes, later, why } of cases) {
    const recording = await played();
    const at = recording.calm_at;
    const start = at / 1000;
    const end = start + 7200;
    const ann = { ...CLICK, person: "UANN", done_at: at + 9_000 };
    recording.declarations.push(
      { ...ann, at, state: "focus", end },
      { ...ann, at: at + 100_000, kind: "ends", what: ends },
    );
    if (undoes) {
      recording.declarations.push({ ...ann, at: at + 200_000, kind: "undoes" });
    }
    const item = { id: "Fx", person: "UANN", state: "focus", start, end };
    const by = { ended_at: start + 100, ended_by: "UANN" };
    const versions = [
      item,
      { ...item, ...by, end: start + 100 },
      { ...item, ...by, end: end + later, undone_at: start + 200 },
    ];
    for (const [index, item] of versions.entries()) {
      const change = { at: at + index * 100_000, id: "Fx", item };
      recording.declared.push(change);
    }
    const found = rules(recording)
      .filter((rule) => rule.includes("nobody ended") || rule.includes("back"));
    assertEquals(found.length, why === null ? 0 : 1, found.join("; "));
    if (why !== null) assert(found[0]!.includes(why), found[0]);
  }
});

Deno.test("a status that comes more than a minute after the handoff is late", async () => {
  // At an odd minute no poll comes to help.
  const [first] = SCRIPT.shifts;
  const shifts = [{ ...first!, start: 67 }];
  const recording = await played({ ...SCRIPT, shifts });
  assertEquals(rules(recording), []);
  recording.people.get("UANN")!.status[0]!.at += 120_000;
  assert(
    rules(recording).some((rule) => rule.startsWith("handoffs: at 09:08")),
  );
});

/**
 * Two shifts are shown as one. While the first is cancelled and the person clears
 * the status, the run of the poll is cut short. Then the second begins.
 */
const CLEARED_UNSEEN: Script = {
  ...SCRIPT,
  shifts: [
    { who: 0, state: "on_call", place: 0, level: 1, start: 15, minutes: 60 },
    { who: 0, state: "on_call", place: 0, level: 1, start: 60, minutes: 120 },
  ],
  steps: [
    { at: 35 * MINUTE, kind: "cancels a shift", shift: 0 },
    { at: 40 * MINUTE, kind: "clears", who: 0 },
    { at: 45 * MINUTE - 1000, kind: "stops an execution", calls: 3 },
  ],
};

Deno.test("a gap between two shifts that no run saw is none, and a cleared status stays clear", async () => {
  const recording = await played(CLEARED_UNSEEN);
  const failed = recording.runs.filter(({ status }) => status === "failed");
  assertEquals(failed.length, 1);
  assertEquals(recording.people.get("UANN")!.status.length, 2);
  assertEquals(rules(recording), []);
});

Deno.test("a gap that a run saw ends what a person cleared", async () => {
  const recording = await played(CLEARED_UNSEEN);
  const run = recording.runs.find(({ status }) => status === "failed")!;
  const wanted = (rule: string) => rule.endsWith("on_call is wanted");
  const later = { ...run, at: run.at + MINUTE, status: "completed" as const };
  recording.runs.push({ ...later, workflow: "opt_in" });
  assertEquals(rules(recording), []);
  recording.runs.push(later);
  assert(rules(recording).some(wanted));
  recording.runs.splice(-2);
  run.status = "completed";
  assert(rules(recording).some(wanted));
});

/**
 * A freeze ends while its roster cannot be read, after the person cleared its
 * status. Focus time begins once the roster is back.
 */
const CLEARED_UNREADABLE: Script = {
  ...SCRIPT,
  people: SCRIPT.people.map((person) => ({
    ...person,
    answers: person.answers &&
      { ...person.answers, states: ["deploy_freeze", "focus"] },
  })),
  shifts: [
    {
      who: 0,
      state: "deploy_freeze",
      place: 1,
      level: 1,
      start: 15,
      minutes: 30,
    },
    { who: 0, state: "focus", place: 0, level: 1, start: 60, minutes: 90 },
  ],
  steps: [
    { at: 40 * MINUTE, kind: "clears", who: 0 },
    {
      at: 42 * MINUTE,
      kind: "fails",
      method: "json",
      who: null,
      failure: { status: 500 },
      times: 1000,
      lasts: 15 * MINUTE,
    },
  ],
};

Deno.test("what a person cleared does not hide another state's shift, even if its own end was not read", async () => {
  const recording = await played(CLEARED_UNREADABLE);
  const writes = recording.people.get("UANN")!.status;
  assertEquals(writes.map(({ by }) => by), ["app", "human", "app", "app"]);
  assertEquals(rules(recording), []);
  // Without what the app wrote after them.
  writes.length = 2;
  const wanted = (rule: string) => rule.endsWith("focus is wanted");
  assert(rules(recording).some(wanted));
});

/** A person clears focus time before they are on call for a while within it. */
const CLEARED_BEFORE: Script = {
  ...SCRIPT,
  people: SCRIPT.people.map((person) => ({
    ...person,
    answers: person.answers &&
      { ...person.answers, states: ["on_call", "focus"] },
  })),
  shifts: [
    { who: 0, state: "focus", place: 0, level: 1, start: 15, minutes: 120 },
    { who: 0, state: "on_call", place: 0, level: 1, start: 60, minutes: 60 },
  ],
  steps: [{ at: 35 * MINUTE, kind: "clears", who: 0 }],
};

Deno.test("what a person cleared before is no excuse for another state's shift", async () => {
  const recording = await played(CLEARED_BEFORE);
  assertEquals(rules(recording), []);
  recording.people.get("UANN")!.status.length = 2;
  const wanted = (rule: string) => rule.endsWith("on_call is wanted");
  assert(rules(recording).some(wanted));
});

Deno.test("the trigger of an end may be there until its run is over", async () => {
  const shifts = [{ ...SCRIPT.shifts[0]!, start: 15, minutes: 186 }];
  const ends_at = START_MS + 201 * MINUTE;
  const recording = await played({ ...SCRIPT, shifts });
  const seen = recording.handoffs.find(({ at }) => at >= ends_at)!;
  const name = new Date(ends_at).toISOString().replace(".000Z", "Z");
  seen.triggers.push({ name, fires_at: ends_at + 1000 });
  const found = (minutes: number) => {
    seen.at = ends_at + minutes * MINUTE;
    return rules(recording).filter((rule) => rule.startsWith("handoffs"));
  };
  assertEquals(found(0), []);
  assertEquals(found(0.5), []);
  assertEquals(found(1).length, 2);
});

Deno.test("the trigger of a handoff that came with a poll may be there until the next poll is over", async () => {
  const recording = await played();
  const seen = recording.handoffs.at(-1)!;
  const [handoff, name] = [START_MS + 75 * MINUTE, "2026-03-02T09:15:00Z"];
  seen.triggers.push({ name, fires_at: handoff + 1000 });
  const found = (minutes: number) => {
    seen.at = handoff + minutes * MINUTE;
    return rules(recording).filter((rule) => rule.startsWith("handoffs"));
  };
  assertEquals(found(6), []);
  assertEquals(found(16).length, 2);
});

Deno.test("a person whom no token serves shows nothing of ours", async () => {
  const people = SCRIPT.people.map((person) => ({
    ...person,
    path: "admin" as const,
  }));
  const recording = await played({ ...SCRIPT, people });
  assertEquals(rules(recording), []);
  const { status } = recording.people.get("UANN")!;
  assertEquals(status, []);
  const [start] = (await played()).people.get("UANN")!.status;
  status.push(start!);
  assert(rules(recording).some((rule) => rule.endsWith("nothing asks for it")));
});
