import { assertEquals, assertNotEquals } from "@std/assert";
import { lastingKey, type Result } from "../../reconciler/change.ts";

const FAILED: Result = {
  person: "UALICE",
  name: "Alice",
  part: "status",
  state: "on_call",
  action: "start",
  reason: "on_call: Payments",
  before: null,
  after: null,
  outcome: "failed",
  error: "token_revoked",
  passing: false,
  path: "own",
};

Deno.test("failures and what is left alone last, what happened does not", () => {
  assertNotEquals(lastingKey(FAILED), null);
  const left: Result = {
    ...FAILED,
    action: "noop",
    outcome: "noted",
    error: null,
  };
  assertNotEquals(lastingKey(left), null);
  for (const outcome of ["done", "noted", "postponed", "unknown"] as const) {
    assertEquals(lastingKey({ ...FAILED, outcome }), null, outcome);
  }
});

Deno.test("what lasts is who, what and why: the error, else the reason", () => {
  const key = lastingKey(FAILED);
  assertEquals(lastingKey({ ...FAILED, action: "switch", state: "pto" }), key);
  assertEquals(lastingKey({ ...FAILED, reason: "another" }), key);
  assertNotEquals(lastingKey({ ...FAILED, person: "UBOB" }), key);
  assertNotEquals(lastingKey({ ...FAILED, part: "dnd" }), key);
  assertNotEquals(lastingKey({ ...FAILED, error: "invalid_emoji" }), key);
  const left: Result = { ...FAILED, action: "noop", error: null };
  assertNotEquals(
    lastingKey(left),
    lastingKey({ ...left, reason: "not opted in for pto" }),
  );
});

Deno.test("a plan is told once, until what would be done is another", () => {
  const planned: Result = {
    ...FAILED,
    outcome: "planned",
    error: null,
    before: "no status",
    after: ":pager: On call",
  };
  const key = lastingKey(planned);
  assertNotEquals(key, null);
  assertEquals(lastingKey({ ...planned, before: "Lunch" }), key);
  assertNotEquals(lastingKey({ ...planned, after: ":pager: Longer" }), key);
  assertNotEquals(lastingKey({ ...planned, action: "switch" }), key);
  assertNotEquals(lastingKey({ ...planned, person: "UBOB" }), key);
  assertNotEquals(lastingKey({ ...planned, part: "dnd" }), key);
  assertNotEquals(lastingKey(FAILED), key);
});

Deno.test("a planned snooze is the same plan although its lease ends later", () => {
  const planned = (after: string, state = "pto") =>
    lastingKey({
      ...FAILED,
      part: "dnd",
      state,
      outcome: "planned",
      after,
      error: null,
    });
  assertEquals(planned("until 10:00"), planned("until 10:15"));
  assertNotEquals(planned("until 10:00"), planned("until 10:00", "focus"));
});
