import { assert, assertEquals } from "@std/assert";
import { progressOf } from "../../scripts/bench/crowd.ts";
import type { Case, Phase } from "../../scripts/bench/cases.ts";
import { callsIn, isComplete, measure } from "../../scripts/bench/measure.ts";
import { naiveContestant } from "../../scripts/bench/race.ts";

/** A call takes 80 ms, half of it before it lands. */
const CALL = 0.08;

function caseOf(phase: Phase, changes: Partial<Case> = {}): Case {
  return {
    phase,
    people: 3,
    tokens: "own",
    dnd: true,
    rates: "documented",
    ...changes,
  };
}

/** The naive syncer's own figures are known: it does one thing after the other. */
function measureNaive(phase: Phase, changes: Partial<Case> = {}) {
  const each = caseOf(phase, changes);
  return measure(each, naiveContestant(each));
}

function assertSeconds(measured: number | null, expected: number): void {
  assert(
    measured !== null && Math.abs(measured - expected) < 1e-6,
    `${measured}`,
  );
}

Deno.test("a start is timed to the last status and the last snooze", async () => {
  const start = await measureNaive("start");
  assertEquals([start.right, start.snoozed, start.errors], [3, 3, []]);
  // The roster, four calls for each of two, then a read, and half a write.
  assertSeconds(start.status_seconds, (1 + 8 + 1.5) * CALL);
  assertSeconds(start.snooze_seconds, (1 + 8 + 2.5) * CALL);
  assertEquals(start.calls, {
    "users.profile.get": 3,
    "users.profile.set": 3,
    "dnd.setSnooze": 3,
    "users.setPresence": 3,
  });
  assertEquals([start.roster_calls, start.refused, start.runs], [1, 0, 1]);
  assert(isComplete(start));
});

Deno.test("an end and a handoff are timed to the last status", async () => {
  const end = await measureNaive("end");
  assertEquals([end.right, end.snooze_seconds], [3, null]);
  assertSeconds(end.status_seconds, (1 + 8 + 1.5) * CALL);
  const handoff = await measureNaive("handoff");
  assertEquals([handoff.right, handoff.snoozed], [3, 2]);
  assertSeconds(handoff.snooze_seconds, (1 + 8 + 2.5) * CALL);
});

Deno.test("a quiet poll counts what one poll costs", async () => {
  const quiet = await measureNaive("quiet");
  assertEquals(Object.values(quiet.calls), [3, 3, 3, 3]);
  assertEquals([quiet.runs, quiet.status_seconds], [1, null]);
  assertSeconds(quiet.poll_seconds, (1 + 12) * CALL);
});

Deno.test("Slack's rates are enforced from the poll that is measured", async () => {
  const start = await measureNaive("start", { people: 21 });
  assert(start.refused > 0);
  assert(start.snooze_seconds! > 60, String(start.snooze_seconds));
  const free = await measureNaive("start", { people: 21, rates: "none" });
  assertEquals(free.refused, 0);
  assertSeconds(free.snooze_seconds, (1 + 80 + 2.5) * CALL);
});

Deno.test("the naive syncer begins no tick while the last one is at work", async () => {
  // At 20 snoozes a minute these take it past the next quarter of an hour.
  const quiet = await measureNaive("quiet", { people: 310 });
  assert(quiet.poll_seconds > 900, String(quiet.poll_seconds));
  assertEquals(quiet.calls["users.profile.get"], 310);
});

Deno.test("who never becomes right is missing, and failed steps are named", async () => {
  const each = caseOf("start");
  const contestant = naiveContestant(each);
  const refuse = () => Promise.reject(new Error("not today"));
  const app = {
    ...contestant.app,
    load: () => Promise.resolve({ default: refuse }),
  };
  const start = await measure(each, { ...contestant, app });
  assertEquals([start.right, start.snoozed], [0, 0]);
  assertEquals([start.status_seconds, start.snooze_seconds], [null, null]);
  assertEquals(start.errors, ["sync: Error: not today"]);
  assert(!isComplete(start));
});

Deno.test("what cannot be prepared is not measured", async () => {
  const each = caseOf("end");
  const { app } = naiveContestant(each);
  // Without a token in the environment it can do nothing.
  const end = await measure(each, { app, path: "own" });
  assertEquals(end.problem, "only 0 of 3 had started before");
  assertEquals(end.calls, {});
  assert(!isComplete(end));
});

Deno.test("calls are counted by method, the provider's and the runtime's apart", () => {
  const log = [
    { method: "users.profile.get" },
    { method: "users.profile.set", error: "ratelimited" },
    { method: "users.profile.set" },
    { method: "pagerduty" },
    { method: "functions.completeSuccess" },
  ];
  assertEquals(callsIn(log), {
    calls: { "users.profile.get": 1, "users.profile.set": 2 },
    roster_calls: 1,
    refused: 1,
  });
});

Deno.test("a crowd is complete with its last", () => {
  assertEquals(progressOf([5, 9, 7]), { people: 3, right: 3, completeAtMs: 9 });
  assertEquals(progressOf([5, null]), {
    people: 2,
    right: 1,
    completeAtMs: null,
  });
  assertEquals(progressOf([]), { people: 0, right: 0, completeAtMs: null });
});
