import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Change,
  lastingKey,
  type Result,
  sortChanges,
} from "../../reconciler/change.ts";
import type { PartName } from "../../reconciler/claim.ts";
import type { Action } from "../../reconciler/part.ts";

const ACTIONS_IN_ORDER: Action[] = [
  "confirm",
  "close",
  "restore",
  "drop",
  "yield",
  "skip",
  "defer",
  "switch",
  "renew",
  "start",
  "noop",
];

function change(changes: Partial<Change> = {}): Change {
  return {
    person: "UALICE",
    name: "Alice",
    part: "status",
    state: "on_call",
    action: "start",
    reason: "on call: Payments",
    before: null,
    after: null,
    ...changes,
  };
}

Deno.test("restores come before starts", () => {
  const sorted = ACTIONS_IN_ORDER.map((action) => change({ action }));
  assertEquals(sortChanges([...sorted].reverse()), sorted);
});

Deno.test("within an action the order is by name, person and part", () => {
  const sorted = [
    change({ action: "restore", name: "Zoe", person: "U0" }),
    change({ person: "U1", part: "dnd" }),
    change({ person: "U1", part: "presence" }),
    change({ person: "U1", part: "status" }),
    change({ person: "U2", part: "dnd" }),
    change({ name: "Bob", person: "U0" }),
  ];
  assertEquals(sortChanges([...sorted].reverse()), sorted);
});

Deno.test("the order never depends on the reading, and nothing is lost", () => {
  const some = fc.array(fc.record({
    action: fc.constantFrom(...ACTIONS_IN_ORDER),
    name: fc.constantFrom("Alice", "Bob"),
    person: fc.constantFrom("U1", "U2"),
    part: fc.constantFrom<PartName>("status", "dnd", "presence"),
  }));
  const shuffled = some.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray(list, { minLength: list.length }),
    )
  );
  fc.assert(fc.property(shuffled, ([list, other]) => {
    const sorted = sortChanges(list.map(change));
    assertEquals(sortChanges(other.map(change)), sorted);
    assertEquals(sorted.length, list.length);
  }));
});

Deno.test("sorting leaves the list it was given as it was", () => {
  const list = [change(), change({ action: "restore" })];
  sortChanges(list);
  assertEquals(list.map(({ action }) => action), ["start", "restore"]);
});

const FAILED: Result = {
  person: "UALICE",
  name: "Alice",
  part: "status",
  state: "on_call",
  action: "start",
  reason: "on call: Payments",
  before: null,
  after: null,
  outcome: "failed",
  error: "token_revoked",
  transient: false,
  path: "own",
};

Deno.test("failures and parts left alone last, what was done does not", () => {
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
    lastingKey({ ...left, reason: "not opted in for time off" }),
  );
});

Deno.test("a plan is reported once, until it changes", () => {
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

Deno.test("planned DND is the same plan although its lease ends later", () => {
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
