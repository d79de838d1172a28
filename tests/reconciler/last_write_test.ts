import { assertEquals } from "@std/assert";
import type { Part } from "../../reconciler/part.ts";
import { planPart, statusPlan } from "../../reconciler/plan_part.ts";
import type { Status } from "../../reconciler/status.ts";
import {
  claim,
  contextIn,
  LUNCH,
  NOW,
  OURS,
  statusPart,
  type World,
} from "./samples.ts";

const TEA: Status = { text: "Tea", emoji: ":tea:", expiration: 0 };

function foundIn(part: Part<Status>, read: Status, world: World = {}) {
  const context = contextIn({ claim: claim({ status: part }), ...world });
  return planPart(statusPlan, context, { value: read, at: NOW }).lastWrite;
}

const before = { prior: LUNCH, before: LUNCH };
const start = statusPart({ phase: "intent", applied: null, ...before });
const restore = statusPart({
  phase: "restoring",
  prior: LUNCH,
  before: OURS,
  wanted: LUNCH,
});

Deno.test("a decision about a part in doubt says what became of which write", () => {
  const over: World = { shifts: [] };
  const cases: [Part<Status>, Status, string, World?][] = [
    [start, OURS, "done"],
    [start, LUNCH, "undone"],
    [start, TEA, "unknown"],
    [restore, LUNCH, "done", over],
    [restore, OURS, "undone", over],
    [restore, TEA, "unknown", over],
  ];
  for (const [part, read, outcome, world] of cases) {
    const found = foundIn(part, read, world);
    assertEquals(found, { outcome, part } as never, `${part.phase} ${outcome}`);
  }
});

Deno.test("a decision that writes again says so, too", () => {
  const context = contextIn({ claim: claim({ status: start }), shifts: [] });
  const decision = planPart(statusPlan, context, { value: OURS, at: NOW });
  assertEquals(decision.action, "restore");
  assertEquals(decision.lastWrite, { outcome: "done", part: start });
});

Deno.test("a decision without doubt has no last write", () => {
  for (const phase of ["held", "yielded", "deferred"] as const) {
    assertEquals(foundIn(statusPart({ phase }), OURS), undefined, phase);
  }
});
