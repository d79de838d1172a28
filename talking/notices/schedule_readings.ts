/** What the rosters say of schedules, to be compared with what was told. */
import {
  isWhole,
  keyOf,
  type Rosters,
  shiftsBySchedule,
  type Unread,
} from "../overview.ts";
import type { Schedule } from "../schedule.ts";
import type { ScheduleReading } from "./changes.ts";
import { stateOf, type Window } from "./schedule_state.ts";

/**
 * The reading of each schedule, in their order.
 *
 * @param rosters Shifts that are only remembered do not matter: the schedule, or the
 * person, is among what could not be read.
 * @param window The time that was read. Nothing is known of the time behind it.
 */
export function scheduleReadings(
  schedules: readonly Schedule[],
  { shifts, unread }: Pick<Rosters, "shifts" | "unread">,
  window: Window,
): { schedule: Schedule; reading: ScheduleReading }[] {
  const bySchedule = shiftsBySchedule(shifts);
  return schedules.map((schedule) => {
    const own = unread.filter((each) => concerns(each, schedule));
    const state = own.some(isWhole)
      ? null
      : stateOf(bySchedule.get(keyOf(schedule)) ?? [], window);
    const people = own.flatMap(({ identity }) => identity ?? []);
    return { schedule, reading: { state, unread: new Set(people) } };
  });
}

function concerns(
  { source, schedule }: Unread,
  of: Pick<Schedule, "source" | "schedule">,
): boolean {
  return source === of.source &&
    (schedule === null || schedule === of.schedule);
}
