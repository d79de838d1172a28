import { assert, assertEquals } from "@std/assert";
import { answering, MINUTE, played, rules, SCRIPT } from "./plain_day.ts";
import type { Recording, Snooze, Write } from "./recording.ts";
import { type Script, START_MS } from "./script.ts";

/** In focus time, which silences, until a shift on call begins at 9:07. */
const CALLED: Script = answering(
  { states: ["on_call", "focus"], dnd: true },
  {
    ...SCRIPT,
    shifts: [
      { who: 0, state: "focus", place: 0, level: 1, start: 15, minutes: 240 },
      { who: 0, state: "on_call", place: 0, level: 1, start: 67, minutes: 60 },
    ],
  },
);

const STARTS_MS = START_MS + 67 * MINUTE;

function onCall(recording: Recording): string[] {
  return rules(recording).filter((rule) => rule.startsWith("on call"));
}

function snoozes(recording: Recording): Write<Snooze>[] {
  return recording.people.get("UANN")!.snooze;
}

/** The snooze that the app ended when the shift began. */
function endedAtStart(recording: Recording): number {
  return snoozes(recording).findIndex(({ at, after }) =>
    at >= STARTS_MS && at < STARTS_MS + MINUTE && after.until_seconds === 0
  );
}

Deno.test("a snooze that ends when on call begins is right", async () => {
  const recording = await played(CALLED);
  assertEquals(rules(recording), []);
  assert(endedAtStart(recording) > 0);
});

Deno.test("a snooze of ours that goes on after the start of on call is seen", async () => {
  const recording = await played(CALLED);
  snoozes(recording).splice(endedAtStart(recording));
  const [rule] = onCall(recording);
  assert(rule?.includes("on call since 09:07:00.000, and still snoozed"), rule);
});

Deno.test("a snooze of their own may go on", async () => {
  const recording = await played(CALLED);
  const writes = snoozes(recording);
  writes.splice(endedAtStart(recording));
  writes.push({ ...writes.at(-1)!, at: STARTS_MS - 20 * MINUTE, by: "human" });
  writes.at(-1)!.after = {
    until_seconds: STARTS_MS / 1000 + 9000,
    indefinite: false,
  };
  assertEquals(onCall(recording), []);
});

Deno.test("a snooze that is set while on call is seen", async () => {
  const recording = await played(CALLED);
  const writes = snoozes(recording);
  const index = endedAtStart(recording);
  const first = writes.find(({ by }) => by === "app")!;
  const at = STARTS_MS + 20 * MINUTE;
  const after = { until_seconds: at / 1000 + 600, indefinite: false };
  writes.splice(index + 1, 0, { ...first, at, after });
  const found = onCall(recording);
  assert(found.some((rule) => rule.endsWith("silenced while on call")));
});

Deno.test("nobody knows of a shift on call that no run could have read", async () => {
  const recording = await played(CALLED);
  snoozes(recording).splice(endedAtStart(recording));
  recording.troubles.push({
    from: START_MS,
    to: Infinity,
    person: null,
    what: "pagerduty fails 1000 x",
    kind: "passing",
    schedules: [],
  });
  assertEquals(onCall(recording), []);
});
