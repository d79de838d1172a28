import type { ListedTrigger, TriggerPayload } from "../../slack/triggers.ts";

/** What makes the triggers that there are those that there should be. */
export interface TriggerPlan {
  create: TriggerPayload[];
  update: { id: string; payload: TriggerPayload }[];
  /** Polls of another interval, or twice the same. */
  remove: ListedTrigger[];
}

/**
 * Links are told apart by their workflow: people may have made more of them,
 * which stay. Polls are told apart by the minute at which they look: of each one
 * is kept, and those of other minutes go. Whatever else there is, a handoff's
 * trigger or a continuation's, is left alone.
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

/** One that says the same if there is one, else the first is changed, else one is made. */
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
