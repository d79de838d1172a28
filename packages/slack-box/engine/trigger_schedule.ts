import type { ScheduledEvent } from "../event_queue.ts";
import type { TriggerRecord, WorkspaceState } from "../state.ts";
import type { VirtualClock } from "../virtual_clock.ts";
import { nextOccurrence } from "./recurrence.ts";

interface Pending {
  record: TriggerRecord;
  schedule: TriggerRecord["schedule"];
  event: ScheduledEvent | null;
  /** How often it has fired, for schedules with `occurrence_count`. */
  fired: number;
}

/** Keeps an event on the clock for the next firing of every schedule. */
export class TriggerSchedule {
  #state: WorkspaceState;
  #clock: VirtualClock;
  #fire: (trigger: TriggerRecord) => void;
  #pending = new Map<string, Pending>();

  constructor(
    state: WorkspaceState,
    clock: VirtualClock,
    fire: (trigger: TriggerRecord) => void,
  ) {
    this.#state = state;
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Brings the events in line with the triggers there are now. */
  refresh(): void {
    const { triggers } = this.#state;
    for (const [id, pending] of this.#pending) {
      const record = triggers.get(id);
      if (record === pending.record && record.schedule === pending.schedule) {
        continue;
      }
      if (pending.event) pending.event.cancelled = true;
      this.#pending.delete(id);
    }
    for (const [id, record] of triggers) {
      if (record.type !== "scheduled" || this.#pending.has(id)) continue;
      const { schedule } = record;
      const pending = { record, schedule, event: null, fired: 0 };
      this.#pending.set(id, pending);
      this.#plan(pending);
    }
  }

  #plan(pending: Pending): void {
    const schedule = pending.schedule ?? {};
    const { occurrence_count } = schedule;
    if (
      typeof occurrence_count === "number" && pending.fired >= occurrence_count
    ) {
      pending.event = null;
      return;
    }
    const at = nextOccurrence(schedule, this.#clock.now());
    pending.event = at === null ? null : this.#clock.schedule(at, () => {
      pending.fired++;
      this.#plan(pending);
      this.#fire(pending.record);
    });
  }
}
