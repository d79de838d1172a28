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

/** A shorter gap is an end at 23:59 or at :59 that means the next full minute. */
export const LONGEST_GAP_SECONDS = 60;

/**
 * Closes gaps of a minute or less: an interval that another of its group follows so
 * soon lasts until then. Ends move, starts and order stay.
 *
 * @param groupOf The group of an interval: intervals of others do not count.
 *
 * @example
 * closeGaps([{ start: 0, end: 86340 }, { start: 86400, end: 172740 }], () => "")
 * // [{ start: 0, end: 86400 }, { start: 86400, end: 172740 }]
 */
export function closeGaps<T extends Interval>(
  intervals: readonly T[],
  groupOf: (interval: T) => string,
): T[] {
  const starts = new Map<string, number[]>();
  for (const each of intervals) {
    const group = groupOf(each);
    const known = starts.get(group);
    if (known) known.push(each.start);
    else starts.set(group, [each.start]);
  }
  for (const known of starts.values()) known.sort((a, b) => a - b);
  return intervals.map((each) => {
    const { end } = each;
    if (end === null) return each;
    const next = firstFrom(starts.get(groupOf(each))!, end);
    return next > end && next - end <= LONGEST_GAP_SECONDS
      ? { ...each, end: next }
      : each;
  });
}

/** The first of some sorted instants that is not before `at`; `Infinity` if none is. */
function firstFrom(sorted: readonly number[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return sorted[low] ?? Infinity;
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
