import { ownUserId } from "../../slack/accounts.ts";
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
import {
  EVENT_WORKFLOWS,
  eventTriggers,
} from "../../triggers/event_triggers.ts";
import {
  HOME_BUTTONS,
  LINK_TRIGGERS,
  titleOf,
} from "../../triggers/link_triggers.ts";
import { scheduledSync } from "../../triggers/scheduled_sync.ts";
import { TALK_LINKS } from "../../triggers/talk_links.ts";
import { type Execution, nowOf } from "../execution.ts";
import {
  cannotHear,
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

/**
 * Creates, updates and removes triggers until they are as they should be. An event
 * trigger that Slack refuses is a finding of its own; the others are made.
 */
export async function setUpTriggers(
  execution: Execution,
): Promise<{ findings: Finding[]; counts: TriggerCounts }> {
  const counts = { made: 0, changed: 0, removed: 0 };
  const { client, clock, config } = execution;
  try {
    const wanted = {
      links: [
        ...LINK_TRIGGERS,
        ...HOME_BUTTONS,
        ...(config.talk === null ? [] : TALK_LINKS),
      ],
      polls: scheduledSync(config.poll_minutes, nowOf(execution)),
      events: config.talk === null
        ? []
        : eventTriggers(await ownUserId(client)),
    };
    const listed = await retryTriggerCall(clock, () => listTriggers(client));
    const plan = planTriggers(wanted, listed);
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
    const heard = await setUpEvents(execution, plan.events);
    counts.made += heard.made.length;
    counts.removed += plan.events.remove.length;
    const changes = {
      made: [...plan.create, ...heard.made].map(titleOf),
      changed: plan.update.map(({ payload }) => titleOf(payload)),
      removed: [...plan.remove, ...plan.events.remove].map(titleOf),
    };
    const { links, polls, events } = wanted;
    const count = links.length + polls.length + events.length -
      heard.refused.length;
    return {
      findings: [triggersReady(changes, count), ...heard.refused],
      counts,
    };
  } catch (thrown) {
    const { message } = asFailure(thrown, "setting up the triggers");
    return { findings: [triggersIncomplete(message)], counts };
  }
}

/**
 * Removes event triggers before it makes others, so that no event is answered twice.
 * One that Slack refuses is a finding: everything else works without it.
 */
async function setUpEvents(
  { client, clock }: Execution,
  { remove, create }: TriggerPlan["events"],
): Promise<{ made: TriggerPayload[]; refused: Finding[] }> {
  const made: TriggerPayload[] = [];
  const refused: Finding[] = [];
  for (const { id } of remove) {
    await retryTriggerCall(clock, () => deleteTrigger(client, id));
  }
  for (const payload of create) {
    try {
      await retryTriggerCall(clock, () => createTrigger(client, payload));
      made.push(payload);
    } catch (thrown) {
      const { message } = asFailure(thrown, "making a trigger");
      refused.push(cannotHear(payload.name, message));
    }
  }
  return { made, refused };
}

/** The triggers that are to exist. */
export interface WantedTriggers {
  links: readonly TriggerPayload[];
  polls: readonly TriggerPayload[];
  events: readonly TriggerPayload[];
}

/** What to change about the existing triggers. */
interface TriggerPlan {
  create: TriggerPayload[];
  update: { id: string; payload: TriggerPayload }[];
  /** Polls of another interval, or twice the same. */
  remove: ListedTrigger[];
  /** An event trigger is made anew when it differs: an update may not change its filter (deno-slack-sdk#309). */
  events: { remove: ListedTrigger[]; create: TriggerPayload[] };
}

/**
 * A link is known by its workflow. People may have made more links to it, which
 * stay. A poll is known by its minute: one is kept for each, and polls at other
 * minutes go. So do event triggers of the app's own workflows that are not as
 * wanted, and the links of
 * talking if it is switched off. Other triggers, such as those of handoffs and continuations, are left
 * alone.
 */
export function planTriggers(
  { links, polls, events }: WantedTriggers,
  listed: readonly ListedTrigger[],
): TriggerPlan {
  const plan: TriggerPlan = {
    create: [],
    update: [],
    remove: [],
    events: planEvents(events, listed),
  };
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
  plan.remove.push(...left, ...unwantedLinks(links, listed));
  return plan;
}

/** Links of talking, if that is switched off: their workflows would only refuse. */
function unwantedLinks(
  links: readonly TriggerPayload[],
  listed: readonly ListedTrigger[],
): ListedTrigger[] {
  return TALK_LINKS.filter((link) => !links.includes(link))
    .flatMap((link) => listed.filter((each) => isLinkFor(link, each)));
}

function planEvents(
  events: readonly TriggerPayload[],
  listed: readonly ListedTrigger[],
): TriggerPlan["events"] {
  const own = new Set(
    listed.filter(({ type, workflow }) =>
      type === "event" && EVENT_WORKFLOWS.includes(workflow)
    ),
  );
  const create = events.filter((payload) => {
    const kept = [...own].find((each) => isSameEvent(payload, each));
    if (kept) own.delete(kept);
    return kept === undefined;
  });
  return { remove: [...own], create };
}

function isSameEvent(payload: TriggerPayload, listed: ListedTrigger): boolean {
  return listed.event === payload.event?.event_type &&
    `#/workflows/${listed.workflow}` === payload.workflow &&
    listed.name === payload.name &&
    listed.description === payload.description &&
    hasSameInputs(payload, listed);
}

/** Compares the values alone: Slack may list more of an input, or no inputs. */
function hasSameInputs(
  { inputs }: TriggerPayload,
  listed: ListedTrigger,
): boolean {
  const valuesOf = (all: Readonly<Record<string, unknown>>) =>
    Object.entries(all).map(([name, input]) =>
      `${name}=${(input as { value?: unknown }).value}`
    ).sort().join();
  return Object.keys(listed.inputs).length === 0 ||
    valuesOf(inputs) === valuesOf(listed.inputs);
}

/** Plans to keep a trigger with the same texts and inputs, else to update the first one, else to create one. */
function keepOne(
  plan: TriggerPlan,
  payload: TriggerPayload,
  own: readonly ListedTrigger[],
): ListedTrigger | null {
  const same = own.find((each) =>
    each.name === payload.name && each.description === payload.description &&
    hasSameInputs(payload, each)
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
