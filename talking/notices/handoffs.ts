/** Who takes over from whom, and when. Times are Unix seconds. */
import { endOf, LONGEST_GAP_SECONDS } from "../../intervals.ts";
import type { Schedule } from "../schedule.ts";
import { inOrder, type Notice, withClockId } from "./notice.ts";
import type { AssignedTime, ScheduleState } from "./schedule_state.ts";

/**
 * The handoffs of a schedule between two instants: one person's time ends on a level,
 * and another's starts. If several end or start at once, each person who starts is
 * told with one who ends, and each who ends with one who starts.
 *
 * @param after Handoffs at this instant are not among them.
 * @param until Those at this instant are.
 */
export function handoffsBetween(
  schedule: Schedule,
  { times }: Pick<ScheduleState, "times">,
  after: number,
  until: number,
): Notice[] {
  const starts = times.filter(({ start }) => after < start && start <= until);
  const instants = Map.groupBy(
    starts,
    ({ level, start }) => `${level} ${start}`,
  );
  return inOrder(
    [...instants.values()].flatMap((coming) =>
      handoffsAt(schedule, coming, leavingBefore(coming[0]!, times))
    ),
  );
}

/** Those on the same level whose time ends as this one starts. */
function leavingBefore(
  { level, start }: AssignedTime,
  times: readonly AssignedTime[],
): AssignedTime[] {
  return times.filter((each) => {
    const gap = start - endOf(each);
    return each.level === level && gap >= 0 && gap <= LONGEST_GAP_SECONDS;
  });
}

function handoffsAt(
  schedule: Schedule,
  coming: readonly AssignedTime[],
  leaving: readonly AssignedTime[],
): Notice[] {
  if (leaving.length === 0) return [];
  const pairs = Math.max(coming.length, leaving.length);
  return Array.from({ length: pairs }, (_, at) => {
    const comes = coming[Math.min(at, coming.length - 1)]!;
    const leaves = leaving[Math.min(at, leaving.length - 1)]!;
    return withClockId({
      name: "Handoff",
      schedule,
      level: comes.level,
      ...assignmentOf(comes),
      was: assignmentOf(leaves),
    });
  });
}

function assignmentOf({ identity, name, start, end }: AssignedTime) {
  return { who: { identity, name }, start, end };
}
