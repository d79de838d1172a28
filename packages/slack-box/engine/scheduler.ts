import type { ScheduledEvent } from "../event_queue.ts";
import {
  DAY_MS,
  HOUR_MS,
  instantOfWallClock,
  parseInstant,
  wallClockMs,
  WEEK_MS,
  WEEKDAYS,
} from "../time.ts";
import type { TriggerRecord, WorkspaceState } from "../state.ts";
import type { VirtualClock } from "../virtual_clock.ts";

interface Pending {
  record: TriggerRecord;
  schedule: TriggerRecord["schedule"];
  event: ScheduledEvent | null;
  /** How often it has fired, for schedules with `occurrence_count`. */
  fired: number;
}

/**
 * Keeps an event on the clock for the next time that each scheduled trigger
 * fires.
 */
export class TriggerScheduler {
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

  /** Adapts the events to the triggers that exist now. */
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

interface Frequency {
  type?: string;
  repeats_every?: number;
  on_days?: string[];
}

/** Adds whole months; the day is limited to the length of the month. */
function addMonths(start: number, months: number): number {
  const date = new Date(start);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const month = date.getUTCMonth();
  date.setUTCDate(day);
  if (date.getUTCMonth() !== month) date.setUTCDate(0);
  return date.getTime();
}

function* everyPeriod(start: number, period: number, after: number) {
  const skipped = Math.max(0, Math.floor((after - start) / period));
  for (let n = skipped;; n++) yield start + n * period;
}

function* everyMonths(start: number, months: number) {
  for (let n = 0;; n++) yield addMonths(start, n * months);
}

function* everyWeekOn(
  start: number,
  weeks: number,
  days: string[],
  after: number,
) {
  const weekday = (new Date(start).getUTCDay() + 6) % 7;
  const monday = start - weekday * DAY_MS;
  const offsets = days.map((day) => WEEKDAYS.indexOf(day))
    .filter((offset) => offset >= 0)
    .sort((left, right) => left - right);
  if (offsets.length === 0) offsets.push(weekday);
  for (const week of everyPeriod(monday, weeks * WEEK_MS, after - WEEK_MS)) {
    for (const offset of offsets) {
      const at = week + offset * DAY_MS;
      if (at >= start) yield at;
    }
  }
}

function occurrences(
  start: number,
  frequency: Frequency,
  after: number,
): Iterable<number> {
  const every = Math.max(1, frequency.repeats_every ?? 1);
  switch (frequency.type ?? "once") {
    case "once":
      return [start];
    case "hourly":
      return everyPeriod(start, every * HOUR_MS, after);
    case "daily":
      return everyPeriod(start, every * DAY_MS, after);
    case "weekly":
      return everyWeekOn(start, every, frequency.on_days ?? [], after);
    case "monthly":
      return everyMonths(start, every);
    case "yearly":
      return everyMonths(start, 12 * every);
    default:
      throw new Error(
        `schedule.frequency.type: unknown ${JSON.stringify(frequency.type)}`,
      );
  }
}

/** The zone in whose days and times a schedule recurs. Hours have no zone. */
function zoneOf({ timezone }: Record<string, unknown>, { type }: Frequency) {
  const zoned = typeof timezone === "string" && type !== "hourly" &&
    type !== "once" && type !== undefined;
  return zoned ? timezone : "UTC";
}

/**
 * The first instant (Unix milliseconds) after `after` at which a schedule
 * fires, or `null` if it has ended. With a `timezone` days, weeks and months are
 * those of its clocks, and the time of the day stays when they change.
 */
export function nextOccurrence(
  schedule: Record<string, unknown>,
  after: number,
): number | null {
  const start = parseInstant(String(schedule.start_time));
  if (start === null) {
    throw new Error(
      `schedule.start_time: not an ISO 8601 instant: ${schedule.start_time}`,
    );
  }
  const end = schedule.end_time === undefined
    ? Infinity
    : parseInstant(String(schedule.end_time)) ?? Infinity;
  const frequency = (schedule.frequency ?? {}) as Frequency;
  const zone = zoneOf(schedule, frequency);
  const walls = occurrences(
    wallClockMs(start, zone),
    frequency,
    wallClockMs(after, zone),
  );
  for (const wall of walls) {
    const at = instantOfWallClock(wall, zone);
    if (at > end) return null;
    if (at > after) return at;
  }
  return null;
}
