/** Which time passed from one person to another, on one level of a schedule. */
import { difference, intersection, type Span } from "./spans.ts";

/** A person's time before and after, within the time that is compared. */
export interface PersonTimes {
  identity: string;
  told: readonly Span[];
  read: readonly Span[];
}

/** Time of `from` that is `to`'s now. */
export interface Takeover {
  from: string;
  to: string;
  /** What it was of, and what it is now. They differ if a whole shift passed and moved. */
  was: Span;
  now: Span;
}

/** A time that a person lost, or got. */
interface Change extends Span {
  identity: string;
  /** Whether it is a whole shift, and no part of one. */
  isWhole: boolean;
  /** Whether the person has time before or after it in both states. */
  adjoinsKept: boolean;
}

/** Time that one person lost and another got. */
interface Candidate extends Span {
  lost: Change;
  got: Change;
}

/**
 * Pairs the time that people lost with the time that others got. Two people whose
 * shifts adjoin and who both keep a part of theirs only moved the handoff: that is no
 * takeover. Backwards in time the result is the same, the other way round.
 */
export function takeoversAmong(people: readonly PersonTimes[]): Takeover[] {
  const candidates = overlapping(people.flatMap(lostBy), people.flatMap(gotBy))
    .filter(({ lost, got }) => !(lost.adjoinsKept && got.adjoinsKept));
  const uses = countUses(candidates);
  const isAlone = ({ lost, got }: Candidate) =>
    lost.isWhole && got.isWhole && uses.get(lost) === 1 && uses.get(got) === 1;
  const parts = candidates.filter((each) => !isAlone(each));
  return [
    ...candidates.filter((each) => isAlone(each) && isMostlyCommon(each))
      .map(({ lost, got }) => takeover(lost, got, lost, got)),
    ...inParts(parts),
  ];
}

/** With how many others each change overlaps. */
function countUses(candidates: readonly Candidate[]): Map<Change, number> {
  const uses = new Map<Change, number>();
  for (const { lost, got } of candidates) {
    for (const change of [lost, got]) {
      uses.set(change, (uses.get(change) ?? 0) + 1);
    }
  }
  return uses;
}

/** Otherwise one shift was removed and another one added, which overlap by chance. */
function isMostlyCommon({ lost, got, start, end }: Candidate): boolean {
  const longest = Math.max(lost.end - lost.start, got.end - got.start);
  return 2 * (end - start) >= longest;
}

function lostBy({ identity, told, read }: PersonTimes): Change[] {
  return changesOf(identity, told, read);
}

function gotBy({ identity, told, read }: PersonTimes): Change[] {
  return changesOf(identity, read, told);
}

/** What one state of a person has and the other lacks. */
function changesOf(
  identity: string,
  having: readonly Span[],
  lacking: readonly Span[],
): Change[] {
  const kept = intersection(having, lacking);
  return difference(having, lacking).map(({ start, end }) => ({
    identity,
    start,
    end,
    isWhole: having.some((each) => each.start === start && each.end === end),
    adjoinsKept: kept.some((each) => each.end === start || each.start === end),
  }));
}

/** Each lost time with each time that another person got meanwhile. */
function overlapping(
  lost: readonly Change[],
  got: readonly Change[],
): Candidate[] {
  const found: Candidate[] = [];
  const events = [
    ...lost.map((change) => ({ change, isLost: true })),
    ...got.map((change) => ({ change, isLost: false })),
  ].sort((a, b) => a.change.start - b.change.start);
  let open: typeof events = [];
  for (const event of events) {
    open = open.filter(({ change }) => change.end > event.change.start);
    for (const other of open) {
      const isPair = other.isLost !== event.isLost &&
        other.change.identity !== event.change.identity;
      if (!isPair) continue;
      const [a, b] = event.isLost
        ? [event.change, other.change]
        : [other.change, event.change];
      const [both] = intersection([a], [b]);
      found.push({ lost: a, got: b, ...both! });
    }
    open.push(event);
  }
  return found;
}

/** Takes the longest common time first, and then what is left of the others. */
function inParts(candidates: readonly Candidate[]): Takeover[] {
  const left = new Map<Change, Span[]>();
  const leftOf = (change: Change) => left.get(change) ?? [change];
  return candidates.toSorted(byLength).flatMap((candidate) => {
    const { lost, got } = candidate;
    const parts = intersection(
      intersection(leftOf(lost), leftOf(got)),
      [candidate],
    );
    left.set(lost, difference(leftOf(lost), parts));
    left.set(got, difference(leftOf(got), parts));
    return parts.map((part) => takeover(lost, got, part, part));
  });
}

/** The same order for a change and for its reverse. */
function byLength(a: Candidate, b: Candidate): number {
  const [one, other] = [pairOf(a), pairOf(b)];
  return (b.end - b.start) - (a.end - a.start) || a.start - b.start ||
    (one < other ? -1 : one > other ? 1 : 0);
}

function pairOf({ lost, got }: Candidate): string {
  return JSON.stringify([lost.identity, got.identity].sort());
}

function takeover(lost: Change, got: Change, was: Span, now: Span): Takeover {
  return {
    from: lost.identity,
    to: got.identity,
    was: { start: was.start, end: was.end },
    now: { start: now.start, end: now.end },
  };
}

/**
 * People without the time that passed on: what they lost of the first state, and what
 * they got in the second one.
 */
export function withoutTakeovers<T extends PersonTimes>(
  people: readonly T[],
  takeovers: readonly Takeover[],
): T[] {
  const lost = Map.groupBy(takeovers, ({ from }) => from);
  const got = Map.groupBy(takeovers, ({ to }) => to);
  return people.map((person) => {
    const { identity, told, read } = person;
    const was = (lost.get(identity) ?? []).map((each) => each.was);
    const now = (got.get(identity) ?? []).map((each) => each.now);
    return {
      ...person,
      told: difference(told, inTimeOrder(was)),
      read: difference(read, inTimeOrder(now)),
    };
  });
}

function inTimeOrder(spans: readonly Span[]): Span[] {
  return spans.toSorted((a, b) => a.start - b.start);
}
