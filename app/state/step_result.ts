import type { Decision } from "../../reconciler/decide.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import { type PartPlan, statusPlan } from "../../reconciler/plan_part.ts";
import type { PartName, PartValues } from "../../reconciler/claim.ts";
import type { Outcome, Result } from "../../reconciler/change.ts";
import type { PersonToken } from "../../slack/call.ts";
import type { SlackFailure } from "../../slack/failure.ts";
import type { Execution } from "../execution.ts";
import type { Observation } from "./observation.ts";
import { contextOf } from "./person_context.ts";

/** Why nothing, or nothing certain, came of a decision. */
export type Failure = Pick<SlackFailure, "message" | "kind">;

/** Nothing went wrong: it just could not be done now. */
export function notNow(message: string): Failure {
  return { message, kind: "retry" };
}

/** A decision that writes nothing. */
export function leaving(reason: string) {
  return { action: "noop", reason, before: null, after: null } as const;
}

/** A decision and what became of it, readable. */
export function resultOf<N extends PartName>(
  context: WantContext,
  plan: PartPlan<N>,
  decision: Pick<
    Decision<PartValues[N]>,
    "action" | "reason" | "before" | "after"
  >,
  outcome: Outcome,
  failure: Failure | null,
  token: PersonToken | null,
): Result {
  const { person, claim, wanted } = context;
  const shift = wanted.kind === "shift" || wanted.kind === "unconsented"
    ? wanted.shift
    : claim?.shift;
  const describe = (value: PartValues[N] | null) =>
    value === null ? null : plan.kind.describe(value);
  return {
    person: person.id,
    name: person.name,
    part: plan.name,
    state: shift?.state ?? "",
    action: decision.action,
    reason: decision.reason,
    before: describe(decision.before),
    after: describe(decision.after),
    outcome,
    error: failure?.message ?? null,
    passing: failure !== null && failure.kind !== "person",
    path: token?.credential.path ?? null,
  };
}

/** Somebody left for later, and why. */
export function postponed<N extends PartName>(
  context: WantContext,
  plan: PartPlan<N>,
  reason: string,
): Result {
  const failure = notNow(reason);
  return resultOf(context, plan, leaving(reason), "postponed", failure, null);
}

/** Everybody a step could not serve since the lease was not to be had. */
export function leaseTaken(
  execution: Execution,
  observation: Observation,
  people: string[],
): Result[] {
  const reason =
    "its turn to write did not come: another run was at work all the time, or Slack took more than 1.5 s to store a record and say so";
  return people.map((person) => {
    const context = contextOf(execution, observation, person, null);
    return postponed(context, statusPlan, reason);
  });
}
