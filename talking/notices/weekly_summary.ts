/** Who is on call in the week that begins. Times are Unix seconds. */
import { endOf } from "../../intervals.ts";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_WEEK,
} from "../../time.ts";
import type { Schedule } from "../schedule.ts";
import { type Notice, withClockId } from "./notice.ts";
import type { ScheduleState } from "./schedule_state.ts";

/** A time zone. */
interface Zone {
  /** How far its clocks are ahead of UTC at `at`, in seconds. */
  offsetAt(at: number): number;
}

/** When the summary comes, by the zone's clocks. */
const SUMMARY_HOUR = 9;

/** A summary that could not be told for so long waits for the next week. */
const LATEST_SECONDS = SECONDS_PER_DAY;

/** 1 January 1970 was a Thursday. */
const DAYS_AFTER_MONDAY = 3;

const DAYS_PER_WEEK = 7;

/**
 * When the summary of this week came or should have come: the last Monday, 09:00.
 *
 * @returns Unix seconds, not after `now`.
 */
export function weekStart(now: number, zone: Zone): number {
  const today = Math.floor((now + zone.offsetAt(now)) / SECONDS_PER_DAY);
  const monday = today - (today + DAYS_AFTER_MONDAY) % DAYS_PER_WEEK;
  const start = summaryOn(monday, zone);
  return start <= now ? start : summaryOn(monday - DAYS_PER_WEEK, zone);
}

/** The instant of the summary on a day, counted from 1 January 1970. */
function summaryOn(day: number, zone: Zone): number {
  const wall = day * SECONDS_PER_DAY + SUMMARY_HOUR * SECONDS_PER_HOUR;
  // Clocks change at night, so one of the two is right.
  const near = wall - zone.offsetAt(wall);
  return wall - zone.offsetAt(near);
}

/**
 * Whether a summary is due.
 *
 * @param toldAt When the last one was told, or since when summaries are wanted.
 * @returns when its week starts; `null` if none is due.
 */
export function dueSummary(
  toldAt: number,
  now: number,
  zone: Zone,
): number | null {
  const start = weekStart(now, zone);
  return toldAt < start && now - start <= LATEST_SECONDS ? start : null;
}

/** @param start As {@linkcode dueSummary} says. */
export function weeklySummary(
  schedule: Schedule,
  { times }: Pick<ScheduleState, "times">,
  start: number,
  zone: Zone,
): Notice {
  // The next Monday may be an hour more or less away.
  const end = weekStart(start + SECONDS_PER_WEEK + SECONDS_PER_DAY, zone);
  return withClockId({
    name: "WeeklySummary",
    schedule,
    level: null,
    who: null,
    start,
    end,
    was: null,
    times: times.filter((time) => time.start < end && endOf(time) > start),
  });
}
