import type { Override } from "../../reconciler/claim.ts";
import type { Action } from "../../reconciler/part.ts";
import { statusPlan } from "../../reconciler/plan_part.ts";
import type { Result } from "../../reconciler/change.ts";
import type { Execution } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { contextOf } from "../state/person_context.ts";
import { leaving, resultOf } from "../state/step_result.ts";
import { allPeople, type StepRule, syncParts } from "./sync_parts.ts";

/** Starts, switches, extensions and renewals, and what bars them. */
const TAKES: ReadonlySet<Action> = new Set<Action>([
  "start",
  "switch",
  "renew",
  "yield",
  "skip",
  "defer",
  "confirm",
  "rebase",
]);

export interface ApplyRule {
  /** Only this state, or all of them. */
  state: string | null;
  override: Override | null;
}

/** What a step of this rule does, and to whom. */
export function taking(rule: ApplyRule): StepRule {
  return { desired: "present", allowed: TAKES, ...rule };
}

/** Puts the shifts under way into people's presence. */
export async function applyPresence(
  execution: Execution,
  observation: Observation,
  rule: ApplyRule,
  people: string[] = allPeople(observation),
): Promise<Result[]> {
  const results = await syncParts(execution, observation, people, taking(rule));
  const mentioned = unconsented(execution, observation, people)
    .filter(({ state }) => rule.state === null || state === rule.state);
  return [...results, ...mentioned];
}

/** Whoever is on a roster without having opted in: mentioned, never touched. */
function unconsented(
  execution: Execution,
  observation: Observation,
  people: string[],
): Result[] {
  return people.flatMap((person) => {
    const context = contextOf(execution, observation, person, null);
    const { wanted, claim } = context;
    // Of somebody whose record does not parse it is not known.
    const unknown = observation.untouchable.has(person);
    if (wanted.kind !== "unconsented" || claim || unknown) return [];
    const decision = leaving(wanted.reason);
    return [resultOf(context, statusPlan, decision, "noted", null, null)];
  });
}
