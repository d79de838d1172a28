import type { Override, PartName } from "../../reconciler/claim.ts";
import type { Action } from "../../reconciler/part.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  dndPlan,
  isConcerned,
  type PartPlan,
  presencePlan,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import type { Result } from "../../reconciler/change.ts";
import type { Execution } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { contextOf } from "../state/person_context.ts";
import {
  dndAccess,
  type PartAccess,
  presenceAccess,
  statusAccess,
} from "./part_access.ts";
import { syncPart } from "./sync_part.ts";
import { isOrphaned } from "./orphaned.ts";

/** What a step does, and to whom. */
export interface StepRule {
  /** Whether it deals with what is wanted or with what is not any more. */
  desired: "absent" | "present";
  allowed: ReadonlySet<Action>;
  /** Only people in this state, or `null` for all. */
  state: string | null;
  override: Override | null;
}

/** The people of the observation, whoever has a shift or a claim, in a fixed order. */
export function allPeople({ claims, shifts }: Observation): string[] {
  return [...new Set([...claims.keys(), ...shifts.keys()])].sort();
}

/**
 * Statuses for everybody first, then snoozes, then presences: nobody's status
 * waits for somebody's snooze.
 */
export async function syncParts(
  execution: Execution,
  observation: Observation,
  people: string[],
  rule: StepRule,
): Promise<Result[]> {
  const pass = async <N extends PartName>(access: PartAccess<N>) => {
    const candidates = candidatesFor(
      execution,
      observation,
      people,
      rule,
      access.plan,
    );
    const { desired, allowed, override } = rule;
    const each = { execution, observation, access, desired, allowed, override };
    return await syncPart(each, candidates);
  };
  return [
    ...await pass(statusAccess),
    ...await pass(dndAccess),
    ...await pass(presenceAccess),
  ];
}

/** More people than Slack lets set statuses of in a minute take more than one execution. */
export const SERVED_AT_ONCE = 50;

/** Whom a step has anything to do for, by what is on record now. */
export function concernedBy(
  execution: Execution,
  observation: Observation,
  people: string[],
  rule: Omit<StepRule, "allowed">,
): string[] {
  return people.filter((person) => {
    const context = contextOf(execution, observation, person, rule.override);
    return isCandidate(observation, context, rule) && (
      isConcerned(statusPlan, context, rule.desired) ||
      isConcerned(dndPlan, context, rule.desired) ||
      isConcerned(presencePlan, context, rule.desired)
    );
  });
}

/** In the order of service: the highest priority, then the nearest handoff, then the longest waiting. */
function candidatesFor<N extends PartName>(
  execution: Execution,
  observation: Observation,
  people: string[],
  rule: StepRule,
  plan: PartPlan<N>,
): string[] {
  if (observation.stopped) return [];
  return people
    .map((person) => contextOf(execution, observation, person, rule.override))
    .filter((context) =>
      isCandidate(observation, context, rule) &&
      isConcerned(plan, context, rule.desired)
    )
    .sort((a, b) => byUrgency(a, b, observation.failing))
    .map((context) => context.person.id);
}

function isCandidate(
  { held_back }: Observation,
  context: WantContext,
  { desired, state }: Omit<StepRule, "allowed">,
): boolean {
  const waits = desired === "absent" &&
    (isOrphanedClaim(context) || held_back.has(context.person.id));
  return !waits && isInState(context, state);
}

function isInState({ wanted }: WantContext, state: string | null): boolean {
  return state === null ||
    wanted.kind === "shift" && wanted.shift.state === state;
}

function isOrphanedClaim({ claim, consent }: WantContext): boolean {
  return claim !== null && isOrphaned(claim, consent);
}

/** Whoever failed last time must not use up the minute of those whom it would serve. */
function byUrgency(
  a: WantContext,
  b: WantContext,
  failing: ReadonlySet<string>,
): number {
  const last = Number(failing.has(a.person.id)) -
    Number(failing.has(b.person.id));
  return last || priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b) ||
    (a.person.id < b.person.id ? -1 : 1);
}

function priorityOf({ wanted, rules }: WantContext): number {
  return wanted.kind === "shift" ? rules[wanted.shift.state]!.priority : 0;
}

function startOf({ wanted, claim }: WantContext): number {
  if (wanted.kind === "shift") return wanted.shift.start;
  return claim?.shift.end ?? 0;
}
