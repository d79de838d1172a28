/** What changed on a schedule since it was told last. Times are Unix seconds. */
import { endOf, LONGEST_GAP_SECONDS } from "../../intervals.ts";
import type { Schedule } from "../schedule.ts";
import { type Assignment, inOrder, type Notice, withId } from "./notice.ts";
import { type OwnChange, ownChanges } from "./own_changes.ts";
import type { AssignedTime, ScheduleState } from "./schedule_state.ts";
import { difference, isSameSpan, type Span, union } from "./spans.ts";
import {
  type PersonTimes,
  type Takeover,
  takeoversAmong,
  withoutTakeovers,
} from "./takeovers.ts";

/** What was read of a schedule. */
export interface ScheduleReading {
  /** `null` if nothing of it could be read, or what was read is not believed yet. */
  state: ScheduleState | null;
  /** The people whose shifts could not be read, by identity. */
  unread?: ReadonlySet<string>;
}

export interface Changes {
  /** In order of time. */
  notices: Notice[];
  /** What to compare with next time, once the notices are recorded. `null`: nothing is known. */
  next: ScheduleState | null;
}

/** Both states within the time that both know. */
interface Comparison {
  schedule: Schedule;
  told: ScheduleState;
  read: ScheduleState;
  /** From now on. */
  start: number;
  /** Until where both states know who is on call. */
  end: number;
}

/**
 * Compares what was told of a schedule with what was read.
 *
 * @param told `null` if nothing was told yet: then nothing changed.
 * @param now Unix seconds. What is over is not told.
 */
export function changesBetween(
  schedule: Schedule,
  told: ScheduleState | null,
  { state, unread = new Set() }: ScheduleReading,
  now: number,
): Changes {
  if (told === null || state === null) {
    return { notices: [], next: state ?? told };
  }
  const read = withUnread(state, told, unread);
  const start = Math.max(now, told.from, read.from);
  const end = Math.min(told.until, read.until);
  const comparison = { schedule, told, read, start, end };
  const notices = start < end ? inOrder(noticesOf(comparison)) : [];
  const revision = told.revision + (notices.length > 0 ? 1 : 0);
  return { notices, next: { ...read, revision } };
}

/** A state in which the people who could not be read have the times that were told. */
function withUnread(
  read: ScheduleState,
  told: ScheduleState,
  unread: ReadonlySet<string>,
): ScheduleState {
  if (unread.size === 0) return read;
  const times = [
    ...read.times.filter(({ identity }) => !unread.has(identity)),
    ...told.times.filter((time) =>
      unread.has(time.identity) && endOf(time) > read.from
    ),
  ];
  const behind = [...unread].map((identity) => [
    identity,
    told.behind[identity] ?? told.until,
  ]);
  return {
    ...read,
    times: times.sort((a, b) => a.start - b.start),
    behind: Object.fromEntries(behind),
  };
}

function noticesOf(comparison: Comparison): Notice[] {
  const changed = changedPeople(comparison);
  if (changed.length === 0) return [];
  const levels = Map.groupBy(changed, ({ level }) => level);
  return [
    ...[...levels.values()].flatMap((people) =>
      noticesOfLevel(comparison, people)
    ),
    ...coverageLost(comparison),
  ];
}

/** A person's times on one level: cut to what is compared, and whole. */
interface Person extends PersonTimes {
  level: number;
  told: Span[];
  read: Span[];
  toldTimes: AssignedTime[];
  readTimes: AssignedTime[];
  /** Until when both states know their times. */
  end: number;
}

/** The people whose times differ. */
function changedPeople({ told, read, start, end }: Comparison): Person[] {
  const people = new Map<string, Person>();
  const personOf = ({ level, identity }: AssignedTime): Person => {
    const key = `${level} ${identity}`;
    const known = people.get(key);
    if (known) return known;
    const person: Person = {
      ...{ identity, level, told: [], read: [], toldTimes: [], readTimes: [] },
      end: Math.min(end, told.behind[identity] ?? end),
    };
    people.set(key, person);
    return person;
  };
  for (const time of told.times) {
    const person = personOf(time);
    person.toldTimes.push(time);
    person.told.push(...clipped(time, start, person.end));
  }
  for (const time of read.times) {
    const person = personOf(time);
    person.readTimes.push(time);
    person.read.push(...clipped(time, start, person.end));
  }
  return [...people.values()].filter(({ told, read }) =>
    told.length !== read.length ||
    told.some((span, at) => !isSameSpan(span, read[at]!))
  );
}

/** What lies between two instants of a time. */
function clipped(time: AssignedTime, from: number, until: number): Span[] {
  const start = Math.max(time.start, from);
  const end = Math.min(endOf(time), until);
  return start < end ? [{ start, end }] : [];
}

function noticesOfLevel(
  comparison: Comparison,
  people: readonly Person[],
): Notice[] {
  const takeovers = takeoversAmong(people);
  const byIdentity = new Map(people.map((each) => [each.identity, each]));
  return [
    ...takeovers.map((each) => swapped(comparison, byIdentity, each)),
    ...withoutTakeovers(people, takeovers).flatMap((person) =>
      ownChanges(person.told, person.read, comparison.start)
        .map((change) => changed(comparison, person, change))
    ),
  ];
}

function swapped(
  comparison: Comparison,
  people: ReadonlyMap<string, Person>,
  { from, to, was, now }: Takeover,
): Notice {
  const { schedule, told, start } = comparison;
  const [loser, winner] = [people.get(from)!, people.get(to)!];
  return withId({
    name: "AssignmentSwapped",
    schedule,
    level: winner.level,
    ...assignment(winner, winner.readTimes, now, start),
    was: assignment(loser, loser.toldTimes, was, start),
  }, told);
}

function changed(
  { schedule, told, start: present }: Comparison,
  person: Person,
  change: OwnChange,
): Notice {
  const { level, toldTimes, readTimes } = person;
  const was = "was" in change
    ? assignment(person, toldTimes, change.was, present)
    : null;
  const now = "now" in change
    ? assignment(person, readTimes, change.now, present)
    : null;
  const of = { schedule, level };
  switch (change.kind) {
    case "added":
      return withId(
        { name: "AssignmentConfirmed", ...of, ...now!, was: null },
        told,
      );
    case "removed":
      return withId(
        { name: "AssignmentCancelled", ...of, ...was!, was: null },
        told,
      );
    case "moved": {
      const isUnderWay = change.was.start === present;
      const start = isUnderWay ? was!.start : now!.start;
      return withId(
        { name: "AssignmentMoved", ...of, ...now!, start, was },
        told,
      );
    }
    case "cutShort":
      return withId(
        {
          ...{ name: "AssignmentMoved", ...of, ...was!, end: present, was },
          isCutShort: true,
        },
        { ...told, foundAt: present },
      );
  }
}

/** A time as it is told, with the start and the end that lie outside of what is compared. */
function assignment(
  { identity, end, readTimes, toldTimes }: Person,
  times: readonly AssignedTime[],
  span: Span,
  present: number,
): Assignment {
  const first = times.find((time) =>
    time.start <= span.start && endOf(time) > span.start
  );
  const last = times.find((time) =>
    time.start < span.end && endOf(time) >= span.end
  );
  // The name that was read last.
  const { name = identity } = readTimes[0] ?? toldTimes[0] ?? {};
  return {
    who: { identity, name },
    start: span.start === present ? first?.start ?? present : span.start,
    end: span.end === end ? last?.end ?? null : span.end,
  };
}

/** Times in which somebody was on call, on any level, and no one is now. */
function coverageLost(comparison: Comparison): Notice[] {
  const { schedule, told, read, start, end } = comparison;
  const covered = ({ times }: ScheduleState) =>
    union(times.flatMap((time) => clipped(time, start, end)));
  return difference(covered(told), covered(read))
    .filter((lost) => lost.end - lost.start > LONGEST_GAP_SECONDS)
    .map((lost) =>
      withId({
        name: "CoverageLost",
        schedule,
        level: null,
        who: null,
        start: lost.start,
        end: lost.end === end ? null : lost.end,
        was: null,
      }, { ...told, foundAt: start })
    );
}
