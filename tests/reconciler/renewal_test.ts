import { assertEquals } from "@std/assert";
import type { Claim, PartName, PartValues } from "../../reconciler/claim.ts";
import { afterWrite } from "../../reconciler/decide.ts";
import { nextCheck } from "../../reconciler/next_check.ts";
import {
  claimWith,
  dndPlan,
  partNeedsRead,
  type PartPlan,
  planPart,
  statusPlan,
  withPart,
} from "../../reconciler/plan_part.ts";
import type { Shift } from "../../reconciler/shift.ts";
import { NO_DND } from "../../reconciler/dnd.ts";
import { EMPTY_STATUS } from "../../reconciler/status.ts";
import { claim, contextIn, DAY, HOUR, NOW, shift } from "./samples.ts";

/** Plans and performs one part at `now`; Slack does as it is told. */
function perform<N extends PartName>(
  plan: PartPlan<N>,
  held: Claim | null,
  one: Shift,
  value: PartValues[N],
  now: number,
): { action: string; claim: Claim | null } {
  const context = contextIn({ claim: held, shifts: [one], now });
  const decision = planPart(plan, context, { value, at: now });
  const recorded = claimWith(context, plan.name, decision, "Fx1", now);
  if (!decision.write || !recorded) {
    return { action: decision.action, claim: recorded };
  }
  const part = afterWrite(decision.part!, decision.write.value);
  return {
    action: decision.action,
    claim: withPart(context, recorded, plan.name, part),
  };
}

function dueAt(held: Claim): number | null {
  return nextCheck([held], new Map()).at;
}

Deno.test("a lease is renewed at the instant it is due, and then rests", () => {
  const freeze = shift({
    state: "deploy_freeze",
    end: NOW + 6 * DAY + 6 * HOUR,
  });
  let { claim: held } = perform(statusPlan, null, freeze, EMPTY_STATUS, NOW);
  const renewed: string[] = [];
  for (let due = dueAt(held!); due !== null; due = dueAt(held!)) {
    const before = contextIn({ claim: held, shifts: [freeze], now: due - 1 });
    assertEquals(partNeedsRead(statusPlan, before), false);
    const done = perform(statusPlan, held, freeze, held!.status!.applied!, due);
    renewed.push(done.action);
    held = done.claim;
    // The text may be shorter now that the end is near; it is settled at once.
    const after = contextIn({ claim: held, shifts: [freeze], now: due + 900 });
    assertEquals(partNeedsRead(statusPlan, after), false);
  }
  assertEquals(renewed, Array(11).fill("renew"));
  assertEquals(
    held!.status!.applied!.expiration >= freeze.end! + 20 * 60,
    true,
  );
});

Deno.test("an expiry short of the grace after the end is renewed too", () => {
  const freeze = shift({ state: "deploy_freeze", end: NOW + DAY - 600 });
  const { claim: held } = perform(statusPlan, null, freeze, EMPTY_STATUS, NOW);
  assertEquals(dueAt(held!), NOW + DAY / 2);
});

Deno.test("a renewed snooze of unknown outcome that was set is confirmed, not set again", () => {
  const leave = shift({ state: "pto", end: NOW + 8 * HOUR });
  const lease = (seconds: number) => ({
    until_seconds: NOW + seconds,
    indefinite: false,
  });
  const { claim: held } = perform(statusPlan, null, leave, EMPTY_STATUS, NOW);
  const doubtful = {
    ...held!,
    dnd: {
      phase: "intent" as const,
      prior: NO_DND,
      before: lease(1800),
      wanted: lease(7200),
      applied: lease(1800),
    },
  };
  const { action, claim: found } = perform(
    dndPlan,
    doubtful,
    leave,
    lease(7200),
    NOW,
  );
  assertEquals(action, "confirm");
  assertEquals(found!.dnd, {
    ...doubtful.dnd,
    phase: "held",
    applied: lease(7200),
  });
});

Deno.test("nothing is due beside a status that is the person's own", () => {
  const dnd = {
    phase: "deferred" as const,
    prior: { until_seconds: NOW - 60, indefinite: false },
    before: NO_DND,
    wanted: NO_DND,
    applied: null,
  };
  const base = claim();
  const yielded = { ...base.status!, phase: "yielded" as const };
  assertEquals(dueAt({ ...base, status: yielded, dnd }), null);
  assertEquals(dueAt({ ...base, dnd }), NOW - 60);
});
