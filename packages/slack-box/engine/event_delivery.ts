import type { SlackEvent, TriggerRecord, WorkspaceState } from "../state.ts";
import type { VirtualClock } from "../virtual_clock.ts";
import type { Run } from "./run.ts";
import { passesFilter } from "./trigger_filter.ts";

interface DeliveryParts {
  state: WorkspaceState;
  clock: VirtualClock;
  fire(
    trigger: TriggerRecord,
    data: Record<string, unknown>,
    envelope: Record<string, unknown>,
  ): Run;
}

/** How often Slack delivers an event. */
export interface Deliveries {
  times: number;
  /** Milliseconds from one delivery to the next; 0: together. */
  apartMs: number;
}

/** Fires the event triggers of what happens, in the order of happening. */
export class EventDelivery {
  #parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /**
   * Delivers events when the clock moves next, the first time at this instant.
   *
   * @returns the runs that they set off; the list fills up as these start.
   */
  deliver(
    events: readonly SlackEvent[],
    { times, apartMs }: Deliveries = { times: 1, apartMs: 0 },
  ): Run[] {
    const { state, clock } = this.#parts;
    const runs: Run[] = [];
    const now = clock.now();
    for (const event of events) {
      // A second delivery of one event has the id of the first.
      const envelope = {
        event_id: `Ev${String(++state.sequence).padStart(9, "0")}`,
        event_timestamp: Math.floor(now / 1000),
        team_id: state.teamId,
        enterprise_id: "",
        type: "event",
      };
      for (let delivery = 0; delivery < times; delivery++) {
        clock.schedule(now + delivery * apartMs, () => {
          runs.push(...this.#fireAll(event, envelope));
        });
      }
    }
    return runs;
  }

  #fireAll(event: SlackEvent, envelope: Record<string, unknown>): Run[] {
    const { state, fire } = this.#parts;
    const scope = { ...envelope, data: event.data };
    if (!event.scopes.some((scope) => state.botScopes.has(scope))) return [];
    return [...state.triggers.values()]
      .filter((trigger) => listens(trigger, event, scope))
      .map((trigger) => fire(trigger, event.data, envelope));
  }
}

function listens(
  { type, definition }: TriggerRecord,
  event: SlackEvent,
  scope: Record<string, unknown>,
): boolean {
  if (type !== "event") return false;
  const { event_type, all_resources, channel_ids, filter } = definition
    .event as Record<string, unknown>;
  if (event_type !== `slack#/events/${event.type}`) return false;
  const here = all_resources === true ||
    Array.isArray(channel_ids) && channel_ids.includes(event.channel);
  return here && passesFilter(filter, scope);
}
