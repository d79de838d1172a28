/** How the times of one person on one level changed, apart from what passed to others. */
import { difference, isSameSpan, type Span } from "./spans.ts";

export type OwnChange =
  | { kind: "added"; now: Span }
  | { kind: "removed"; was: Span }
  | { kind: "moved"; was: Span; now: Span }
  /** A shift that was under way is not there any more: it ended before its time. */
  | { kind: "cutShort"; was: Span };

/** Times that overlap each other, of both states. */
interface Cluster {
  was: Span[];
  now: Span[];
}

/**
 * @param told In order, without overlap.
 * @param read In order, without overlap.
 * @param present A time that starts then is under way: only its end can change.
 */
export function ownChanges(
  told: readonly Span[],
  read: readonly Span[],
  present: number,
): OwnChange[] {
  const clusters = clustersOf(told, read);
  const gone = clusters.flatMap(({ was, now }) =>
    now.length === 0 && was[0]!.start !== present ? was : []
  );
  const fresh = clusters.flatMap(({ was, now }) => was.length === 0 ? now : []);
  const moves = movedFar(gone, fresh);
  const moved = new Set(moves.flatMap(({ was, now }) => [was, now]));
  return [
    ...moves,
    ...clusters.flatMap((cluster) => {
      const [single = null] = [...cluster.was, ...cluster.now];
      return single && moved.has(single) ? [] : changesIn(cluster, present);
    }),
  ];
}

function clustersOf(told: readonly Span[], read: readonly Span[]): Cluster[] {
  const clusters: Cluster[] = [];
  let end = -Infinity;
  let [i, j] = [0, 0];
  while (i < told.length || j < read.length) {
    const isTold = j >= read.length ||
      (i < told.length && told[i]!.start <= read[j]!.start);
    const span = isTold ? told[i++]! : read[j++]!;
    if (span.start >= end) clusters.push({ was: [], now: [] });
    clusters.at(-1)![isTold ? "was" : "now"].push(span);
    end = Math.max(end, span.end);
  }
  return clusters;
}

function changesIn({ was, now }: Cluster, present: number): OwnChange[] {
  const [before] = was;
  const [after] = now;
  if (before && after && was.length === 1 && now.length === 1) {
    if (isSameSpan(before, after)) return [];
    const isUnderWay = before.start === present;
    if (!isUnderWay || after.start === present) {
      return [{ kind: "moved", was: before, now: after }];
    }
  }
  return [
    ...difference(was, now).map((span): OwnChange =>
      span.start === present
        ? { kind: "cutShort", was: span }
        : { kind: "removed", was: span }
    ),
    ...difference(now, was).map((span): OwnChange => ({
      kind: "added",
      now: span,
    })),
  ];
}

type Move = Extract<OwnChange, { kind: "moved" }>;

/** Pairs times that are gone with new ones, the nearest first. */
function movedFar(gone: readonly Span[], fresh: readonly Span[]): Move[] {
  const pairs = gone.flatMap((was) =>
    fresh.map((now): Move => ({ kind: "moved", was, now }))
  ).sort(byDistance);
  const paired = new Set<Span>();
  return pairs.filter(({ was, now }) => {
    if (paired.has(was) || paired.has(now)) return false;
    paired.add(was).add(now);
    return true;
  });
}

/** The same order for a move and for its reverse. */
function byDistance(a: Move, b: Move): number {
  return distance(a) - distance(b) || firstStart(a) - firstStart(b);
}

function distance({ was, now }: Move): number {
  return Math.abs(was.start - now.start);
}

function firstStart({ was, now }: Move): number {
  return Math.min(was.start, now.start);
}
