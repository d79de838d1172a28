/** A time from `start` until before `end`, in Unix seconds. */
export interface Interval {
  start: number;
  /** `null`: no end is known. */
  end: number | null;
}

/** When an interval ends; `Infinity` if no end is known. */
export function endOf({ end }: Pick<Interval, "end">): number {
  return end ?? Infinity;
}

/** Whether two intervals overlap, or one ends just as the other starts. */
export function touches(one: Interval, other: Interval): boolean {
  return one.start <= endOf(other) && other.start <= endOf(one);
}

/**
 * Groups intervals into runs: two are in the same run if they touch or overlap,
 * directly or through others. Runs, and the intervals in each, are in order of
 * their starts; intervals that start together keep their order.
 *
 * @example
 * touchingRuns([{ start: 4, end: 5 }, { start: 0, end: 2 }, { start: 2, end: 3 }])
 * // [[{ start: 0, end: 2 }, { start: 2, end: 3 }], [{ start: 4, end: 5 }]]
 */
export function touchingRuns<T extends Interval>(
  intervals: readonly T[],
): T[][] {
  const runs: T[][] = [];
  let run: T[] = [];
  let runEnd = -Infinity;
  for (const each of intervals.toSorted((a, b) => a.start - b.start)) {
    if (each.start > runEnd) runs.push(run = []);
    run.push(each);
    runEnd = Math.max(runEnd, endOf(each));
  }
  return runs;
}

/** From the first start to the last end of some intervals, at least one. */
export function spanOfRun(run: readonly Interval[]): Interval {
  let [start, end] = [Infinity, -Infinity];
  for (const each of run) {
    start = Math.min(start, each.start);
    end = Math.max(end, endOf(each));
  }
  return { start, end: end === Infinity ? null : end };
}

/**
 * The first start or end of any interval after an instant.
 *
 * @param at Unix seconds.
 * @returns Unix seconds; `null` if none of them starts or ends after `at`.
 */
export function nextChange(
  intervals: readonly Interval[],
  at: number,
): number | null {
  let next = Infinity;
  for (const { start, end } of intervals) {
    if (start > at) next = Math.min(next, start);
    if (end !== null && end > at) next = Math.min(next, end);
  }
  return next === Infinity ? null : next;
}
