/** Sets of time: spans that do not touch each other, in order. */

import { endOf, type Interval } from "../../intervals.ts";

/** A time from `start` until before `end`, in Unix seconds; `end` may be `Infinity`. */
export interface Span {
  start: number;
  end: number;
}

/** An interval's time. */
export function spanOf(interval: Interval): Span {
  return { start: interval.start, end: endOf(interval) };
}

/**
 * Joins spans that touch or overlap.
 *
 * @param gap Those that are no more than so many seconds apart are joined, too.
 */
export function union(spans: readonly Span[], gap = 0): Span[] {
  const joined: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && start <= last.end + gap) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** The time that is in both sets. */
export function intersection(
  one: readonly Span[],
  other: readonly Span[],
): Span[] {
  const common: Span[] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) {
    const [a, b] = [one[i]!, other[j]!];
    const start = Math.max(a.start, b.start);
    const end = Math.min(a.end, b.end);
    if (start < end) common.push({ start, end });
    if (a.end < b.end) i++;
    else j++;
  }
  return common;
}

/** The time that is in the first set and not in the second one. */
export function difference(
  from: readonly Span[],
  without: readonly Span[],
): Span[] {
  const left: Span[] = [];
  let next = 0;
  for (const { start, end } of from) {
    while (next < without.length && without[next]!.end <= start) next++;
    let at = start;
    for (let i = next; i < without.length && without[i]!.start < end; i++) {
      const gap = without[i]!;
      if (gap.start > at) left.push({ start: at, end: gap.start });
      at = Math.max(at, gap.end);
    }
    if (at < end) left.push({ start: at, end });
  }
  return left;
}

export function isSameSpan(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end;
}
