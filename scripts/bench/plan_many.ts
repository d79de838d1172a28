import { taking } from "../../app/sync/apply.ts";
import type { Execution } from "../../app/execution.ts";
import type { Observation } from "../../app/state/observation.ts";
import { contextOf } from "../../app/state/person_context.ts";
import {
  allPeople,
  concernedBy,
  type StepRule,
} from "../../app/sync/sync_parts.ts";
import { GIVING_BACK } from "../../app/sync/restore.ts";
import { endsByQuarter } from "../../reconciler/expiry.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  dndPlan,
  isConcerned,
  type PartPlan,
  planPart,
  presencePlan,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import type { PartName, PartValues } from "../../reconciler/claim.ts";
import { NO_DND } from "../../reconciler/dnd.ts";
import { EMPTY_STATUS } from "../../reconciler/status.ts";
import type { ManyPeople } from "./roster_of_many.ts";

/** What each piece of planning took (milliseconds), and what came of it. */
export interface Planned {
  index_ms: number;
  /** Giving back: status, snooze and presence of everybody. */
  restore_ms: number;
  /** Taking: the same. */
  apply_ms: number;
  /** Decisions by part and action, `status start` for example. */
  decided: Record<string, number>;
}

const TAKING: StepRule = taking({ state: null, override: null });

/**
 * Plans everybody's parts as the two steps of a run do: who is concerned, and
 * what is decided for them.
 *
 * @param nothing An observation of nobody, to put them into.
 * @param elapsed The time so far, in milliseconds.
 */
export function planMany(
  execution: Execution,
  nothing: Observation,
  many: ManyPeople,
  elapsed: () => number,
): Planned {
  const decided: Record<string, number> = {};
  const began = elapsed();
  const observation = observationOf(nothing, many);
  const people = allPeople(observation);
  const indexed = elapsed();
  planStep(execution, observation, people, GIVING_BACK, decided);
  const restored = elapsed();
  planStep(execution, observation, people, TAKING, decided);
  return {
    index_ms: indexed - began,
    restore_ms: restored - indexed,
    apply_ms: elapsed() - restored,
    decided,
  };
}

/** What a step would have read of them. */
function observationOf(
  nothing: Observation,
  { people, shifts, claims, consents }: ManyPeople,
): Observation {
  const opted = shifts.filter(({ person }) => consents.has(person));
  return {
    ...nothing,
    snapshot: { ...nothing.snapshot, shifts, people },
    claims,
    consents,
    shifts: Map.groupBy(shifts, ({ person }) => person),
    people: new Map(people.map((person) => [person.id, person])),
    ends: endsByQuarter(opted.map(({ end }) => end)),
  };
}

function planStep(
  execution: Execution,
  observation: Observation,
  people: string[],
  rule: StepRule,
  decided: Record<string, number>,
): void {
  const decide = <N extends PartName>(
    plan: PartPlan<N>,
    context: WantContext,
    value: PartValues[N],
  ) => {
    if (!isConcerned(plan, context, rule.desired)) return;
    const { action } = planPart(plan, context, { value, at: context.now });
    const key = `${plan.name} ${action}`;
    decided[key] = (decided[key] ?? 0) + 1;
  };
  for (const person of concernedBy(execution, observation, people, rule)) {
    const context = contextOf(execution, observation, person, null);
    const { claim } = context;
    // Everybody is found to show what their claim set, or nothing.
    decide(statusPlan, context, claim?.status?.applied ?? EMPTY_STATUS);
    decide(dndPlan, context, claim?.dnd?.applied ?? NO_DND);
    decide(presencePlan, context, claim?.presence?.applied ?? false);
  }
}
