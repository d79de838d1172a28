/** Which shifts are about to start. Times are Unix seconds. */
import type { Schedule } from "../schedule.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";
import { inOrder, type Notice, withClockId } from "./notice.ts";
import type { AssignedTime, ScheduleState } from "./schedule_state.ts";

/** How long before its start a shift is told, unless it is configured. */
export const LEAD_SECONDS: readonly number[] = [SECONDS_PER_DAY];

/** A shift that moves by no more is not told again. */
const SAME_START_SECONDS = SECONDS_PER_HOUR;

/** A start that was told, with how long before. */
export interface ToldStart {
  identity: string;
  level: number;
  start: number;
  lead: number;
}

export interface StartingShifts {
  notices: Notice[];
  /** What was told, with these notices. Those that cannot matter any more are left out. */
  told: ToldStart[];
}

/**
 * The shifts that start within a lead time and were not told with it. A shift that
 * comes within several lead times at once is told once.
 *
 * @param told What was told of this schedule; `null` if nothing is told yet: then what
 * starts soon counts as told.
 * @param leads In seconds.
 */
export function startingShifts(
  schedule: Schedule,
  { times }: Pick<ScheduleState, "times">,
  told: readonly ToldStart[] | null,
  now: number,
  leads: readonly number[] = LEAD_SECONDS,
): StartingShifts {
  const kept = (told ?? []).filter(({ start }) =>
    start + SAME_START_SECONDS >= now
  );
  const due = times.filter(({ start }) => start > now).flatMap((time) => {
    const open = leads.filter((lead) =>
      time.start - lead <= now && !isTold(time, lead, kept, times)
    );
    return open.length > 0 ? [{ time, leads: open }] : [];
  });
  return {
    notices: told === null ? [] : inOrder(
      due.map(({ time, leads }) =>
        noticeOf(schedule, time, Math.min(...leads))
      ),
    ),
    told: [
      ...kept,
      ...due.flatMap(({ time: { identity, level, start }, leads }) =>
        leads.map((lead) => ({ identity, level, start, lead }))
      ),
    ],
  };
}

/** Whether a start was told that is this one's, or was before it moved a little. */
function isTold(
  { identity, level, start }: AssignedTime,
  lead: number,
  told: readonly ToldStart[],
  times: readonly AssignedTime[],
): boolean {
  const isTheirs = (one: { identity: string; level: number }) =>
    one.identity === identity && one.level === level;
  return told.some((each) =>
    isTheirs(each) && each.lead === lead &&
    Math.abs(each.start - start) <= SAME_START_SECONDS &&
    // It may be another shift's, so soon before or after this one.
    (each.start === start ||
      !times.some((time) => isTheirs(time) && time.start === each.start))
  );
}

function noticeOf(
  schedule: Schedule,
  { identity, name, level, start, end }: AssignedTime,
  lead: number,
): Notice {
  const who = { identity, name };
  return withClockId({
    ...{ name: "ShiftStarting", schedule, level, who, start, end, was: null },
  }, lead);
}
