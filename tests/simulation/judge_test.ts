import { assert, assertEquals } from "@std/assert";
import { judge } from "./judge/judge.ts";
import { play } from "./play.ts";
import { quietly } from "./quietly.ts";
import type { Recording, WritingCall } from "./recording.ts";
import type { Script } from "./script.ts";
import { theApp } from "./stage.ts";

/** One person who is on call for a while; nothing happens to them. */
const SCRIPT: Script = {
  seed: 1,
  rates: "none",
  stale: false,
  admin: false,
  people: Array.from({ length: 5 }, (_, who) => ({
    own: null,
    snooze: 0,
    away: false,
    answers: who > 0 ? null : {
      states: ["on_call" as const],
      on_own_status: "defer" as const,
      after_manual_change: "yield" as const,
      dnd: false,
      presence: false,
    },
    path: "own" as const,
  })),
  shifts: [{ who: 0, state: "on_call", start: 15, minutes: 60 }],
  steps: [],
};

async function played(): Promise<Recording> {
  const { app } = await theApp();
  return await quietly(() => play(app, SCRIPT));
}

function rules(recording: Recording): string[] {
  return judge(recording).violations.map(({ rule, text }) =>
    `${rule}: ${text}`
  );
}

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

Deno.test("whoever records a consent writes nothing else", async () => {
  const recording = await played();
  const first = recording.writing[0]!;
  recording.writing.unshift({ ...first, what: "consent" });
  assert(rules(recording).some((rule) => rule.includes("records a consent")));
});
