import { asFailure } from "../../slack/failure.ts";
import {
  createTrigger,
  deleteTrigger,
  type ListedTrigger,
  listTriggers,
  retryTriggerCall,
  type TriggerPayload,
  updateTrigger,
} from "../../slack/triggers.ts";
import { LINK_TRIGGERS, titleOf } from "../../triggers/link_triggers.ts";
import { scheduledSync } from "../../triggers/scheduled_sync.ts";
import { type Execution, nowOf } from "../execution.ts";
import {
  type Finding,
  triggersIncomplete,
  triggersReady,
} from "../messages/set_up.ts";

/** How many triggers were made, changed and removed. */
export interface TriggerCounts {
  made: number;
  changed: number;
  removed: number;
}

/** Creates, updates and removes triggers until they are as they should be. */
export async function setUpTriggers(
  execution: Execution,
): Promise<{ finding: Finding; counts: TriggerCounts }> {
  const counts = { made: 0, changed: 0, removed: 0 };
  const { client, clock, config } = execution;
  const polls = scheduledSync(config.poll_minutes, nowOf(execution));
  try {
    const listed = await retryTriggerCall(clock, () => listTriggers(client));
    const plan = planTriggers(LINK_TRIGGERS, polls, listed);
    // One after another: Slack limits quick calls about triggers.
    for (const payload of plan.create) {
      await retryTriggerCall(clock, () => createTrigger(client, payload));
      counts.made++;
    }
    for (const { id, payload } of plan.update) {
      await retryTriggerCall(clock, () => updateTrigger(client, id, payload));
      counts.changed++;
    }
    for (const { id } of plan.remove) {
      await retryTriggerCall(clock, () => deleteTrigger(client, id));
      counts.removed++;
    }
    const changes = {
      made: plan.create.map(titleOf),
      changed: plan.update.map(({ payload }) => titleOf(payload)),
      removed: plan.remove.map(titleOf),
    };
    const count = LINK_TRIGGERS.length + polls.length;
    return { finding: triggersReady(changes, count), counts };
  } catch (thrown) {
    const { message } = asFailure(thrown, "setting up the triggers");
    return { finding: triggersIncomplete(message), counts };
  }
}

/** What to change about the existing triggers. */
interface TriggerPlan {
  create: TriggerPayload[];
  update: { id: string; payload: TriggerPayload }[];
  /** Polls of another interval, or twice the same. */
  remove: ListedTrigger[];
}

/**
 * A link is known by its workflow. People may have made more links to it, which
 * stay. A poll is known by its minute: one is kept for each, and polls at other
 * minutes go. Other triggers, such as those of handoffs and continuations, are
 * left alone.
 */
export function planTriggers(
  links: readonly TriggerPayload[],
  polls: readonly TriggerPayload[],
  listed: readonly ListedTrigger[],
): TriggerPlan {
  const plan: TriggerPlan = { create: [], update: [], remove: [] };
  for (const payload of links) {
    const own = listed.filter((each) => isLinkFor(payload, each));
    keepOne(plan, payload, own);
  }
  const left = new Set(listed.filter(isPoll));
  for (const payload of polls) {
    const minute = minuteOf(payload.schedule?.start_time);
    const own = [...left].filter(({ schedule }) =>
      minuteOf(schedule?.start_time) === minute
    );
    const kept = keepOne(plan, payload, own);
    if (kept) left.delete(kept);
  }
  plan.remove.push(...left);
  return plan;
}

/** Plans to keep a trigger with the same texts, else to update the first one, else to create one. */
function keepOne(
  plan: TriggerPlan,
  payload: TriggerPayload,
  own: readonly ListedTrigger[],
): ListedTrigger | null {
  const same = own.find((each) =>
    each.name === payload.name && each.description === payload.description
  );
  if (same) return same;
  const [first] = own;
  if (first) plan.update.push({ id: first.id, payload });
  else plan.create.push(payload);
  return first ?? null;
}

function isLinkFor(
  { workflow }: TriggerPayload,
  trigger: ListedTrigger,
): boolean {
  return trigger.type === "shortcut" &&
    `#/workflows/${trigger.workflow}` === workflow;
}

function isPoll({ type, workflow, schedule }: ListedTrigger): boolean {
  return type === "scheduled" && workflow === "sync" &&
    schedule?.frequency?.type === "hourly";
}

function minuteOf(start: string | undefined): number {
  return new Date(start ?? NaN).getUTCMinutes();
}
