import type { Decision } from "../../reconciler/decide.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { PartPlan } from "../../reconciler/plan_part.ts";
import type { PartName, PartValues } from "../../reconciler/claim.ts";
import type { Outcome, Result } from "../../reconciler/change.ts";
import type { Person } from "../../reconciler/shift.ts";
import type { PersonToken } from "../../slack/call.ts";
import type { SlackFailure } from "../../slack/failure.ts";
import { PLANNING_FAILED } from "./person_context.ts";

/** Why a decision was not carried out, or may not have been. */
export type Failure = Pick<SlackFailure, "message" | "kind">;

/** The failure of a decision that could not be carried out now; a later run does it. */
export function notNow(message: string): Failure {
  return { message, kind: "retry" };
}

/** A decision that writes nothing. */
export function noop(reason: string) {
  return { action: "noop", reason, before: null, after: null } as const;
}

/** The result of a decision, for people to read. */
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
    transient: failure !== null && failure.kind !== "person",
    path: token?.credential.path ?? null,
  };
}

/** The result for a person whom a later batch or run serves. */
export function postponed<N extends PartName>(
  context: WantContext,
  plan: PartPlan<N>,
  reason: string,
): Result {
  const failure = notNow(reason);
  return resultOf(context, plan, noop(reason), "postponed", failure, null);
}

/** The result for a person for whom planning failed. */
export function failedPlan({ id, name }: Person, error: string): Result {
  return {
    person: id,
    name,
    part: "status",
    state: "",
    action: "noop",
    reason: PLANNING_FAILED,
    before: null,
    after: null,
    outcome: "failed",
    error,
    transient: false,
    path: null,
  };
}

/** How many people have at least one result with this outcome. */
export function countPeople(results: Result[], outcome: Outcome): number {
  const people = results
    .filter((result) => result.outcome === outcome)
    .map((result) => result.person);
  return new Set(people).size;
}

/** The outputs of a step that writes. */
export function countOutcomes(
  results: Result[],
): { done: number; failed: number; postponed: number } {
  return {
    done: countPeople(results, "done"),
    failed: countPeople(results, "failed"),
    postponed: countPeople(results, "postponed") +
      countPeople(results, "unknown"),
  };
}
