/** When somebody is on call during their own leave. Times are Unix seconds. */
import { type Interval, LONGEST_GAP_SECONDS } from "../../intervals.ts";
import type { Schedule } from "../schedule.ts";
import { inOrder, type Notice, withId } from "./notice.ts";
import type { OnCallPerson } from "./schedule_state.ts";
import { difference, intersection, type Span, spanOf, union } from "./spans.ts";

/** A conflict that was told. */
export interface ToldConflict extends Interval {
  source: string;
  schedule: string;
}

/** Somebody's time on one schedule. */
export interface OwnOnCall {
  schedule: Schedule;
  times: readonly Interval[];
}

/**
 * The times in which somebody is on call and on leave, one for each schedule as far as
 * it goes. Those that are over are left out, and those that were told: a conflict is
 * told again only if it grew.
 *
 * @param leave Their leaves, from all sources.
 */
export function leaveConflicts(
  who: OnCallPerson,
  onCall: readonly OwnOnCall[],
  leave: readonly Interval[],
  told: readonly ToldConflict[],
  now: number,
): Notice[] {
  const away = spansOf(leave);
  return inOrder(onCall.flatMap(({ schedule, times }) => {
    const known = spansOf(
      told.filter((each) =>
        each.source === schedule.source && each.schedule === schedule.schedule
      ),
    );
    return intersection(spansOf(times), away)
      .filter((conflict) => hasNews(conflict, known, now))
      .map(({ start, end }) =>
        withId({
          name: "LeaveConflict",
          schedule,
          level: null,
          who,
          start,
          end: end === Infinity ? null : end,
          was: null,
        })
      );
  }));
}

/** Whether more than a minute of what is to come was not told. */
function hasNews(
  { start, end }: Span,
  known: readonly Span[],
  now: number,
): boolean {
  const coming = { start: Math.max(start, now), end };
  if (coming.start >= end) return false;
  return difference([coming], known).some((each) =>
    each.end - each.start > LONGEST_GAP_SECONDS
  );
}

/** Joins what touches, or is a minute apart. */
function spansOf(intervals: readonly Interval[]): Span[] {
  return union(intervals.map(spanOf), LONGEST_GAP_SECONDS);
}
