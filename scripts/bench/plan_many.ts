import type { Execution } from "../../app/execution.ts";
import {
  type DesiredState,
  desiredState,
  MANUAL,
  noRoster,
} from "../../app/state/desired_state.ts";
import { People } from "../../app/state/people.ts";
import { StepLog } from "../../app/state/step_log.ts";
import { applying } from "../../app/steps/apply.ts";
import { restoring } from "../../app/sync/restore.ts";
import { concernedBy, type StepRule } from "../../app/sync/sync_parts.ts";
import { systemClock } from "../../clock.ts";
import type { PartName, PartValues } from "../../reconciler/claim.ts";
import { NO_DND } from "../../reconciler/dnd.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  dndPlan,
  isConcerned,
  type PartPlan,
  planPart,
  presencePlan,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import { EMPTY_STATUS } from "../../reconciler/status.ts";
import config from "../../shiftlight.config.ts";
import type { ManyPeople } from "./roster_of_many.ts";

/** How long each part of planning took (milliseconds), and its result. */
export interface Planned {
  index_ms: number;
  /** Restoring: the status, snooze and presence of all people. */
  restore_ms: number;
  /** Applying: the same. */
  apply_ms: number;
  /** Decisions by part and action, `status start` for example. */
  decided: Record<string, number>;
}

/**
 * Plans the parts of all people as the two steps of a run do: which people are
 * due, and what is decided for them.
 *
 * @param elapsed The time so far, in milliseconds.
 */
export function planMany(
  execution: Execution,
  many: ManyPeople,
  elapsed: () => number,
): Planned {
  const decided: Record<string, number> = {};
  const began = elapsed();
  const desired = desiredOf(execution, many);
  const indexed = elapsed();
  planStep(peopleOf(execution, desired, many), restoring(), decided);
  const halfway = elapsed();
  // The next step reads claims and consents of its own.
  planStep(peopleOf(execution, desired, many), applying(null), decided);
  return {
    index_ms: indexed - began,
    restore_ms: halfway - indexed,
    apply_ms: elapsed() - halfway,
    decided,
  };
}

/** The desired state, as a step reads it from the rosters. */
function desiredOf(
  execution: Execution,
  { people, shifts, consents }: ManyPeople,
): DesiredState {
  const snapshot = { ...noRoster(execution), shifts, people };
  return desiredState(snapshot, consents, MANUAL);
}

/** The records of these people, as a step reads them. */
function peopleOf(
  execution: Execution,
  desired: DesiredState,
  { claims, consents }: ManyPeople,
): People {
  return new People(
    execution,
    desired,
    { records: claims, broken: [] },
    { records: consents, broken: [] },
    new StepLog(),
  );
}

function planStep(
  people: People,
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
  for (const context of concernedBy(people, people.all(), rule)) {
    const { claim } = context;
    // Each person shows what their claim set, or nothing.
    decide(statusPlan, context, claim?.status?.applied ?? EMPTY_STATUS);
    decide(dndPlan, context, claim?.dnd?.applied ?? NO_DND);
    decide(presencePlan, context, claim?.presence?.applied ?? false);
  }
}

/** As much of an execution as planning needs: a standing clock, no records. */
export function bareExecution(now: number): Execution {
  const client = {
    apiCall: () => Promise.resolve({ ok: true, items: [] }),
  };
  const clock = { ...systemClock, now: () => now * 1000 };
  return { client, clock, config } as unknown as Execution;
}
