/** Who is on call: now, until when, and who is next. Times are Unix seconds. */
import {
  closeGaps,
  endOf,
  LONGEST_GAP_SECONDS,
  spanOfRun,
  touchingRuns,
} from "../intervals.ts";
import type { Unreadable } from "../reconciler/shift.ts";
import type { Schedule } from "./schedule.ts";
import type { ToldShift } from "./told_shifts.ts";

/** What could not be read: a source, a schedule, or one person's shifts. */
export interface Unread extends Unreadable {
  /** Since when; `null` if that is not known. */
  since: number | null;
}

/** What the rosters said when they were last read. */
export interface Rosters {
  readAt: number;
  /** Seconds between two readings. */
  pollSeconds: number;
  shifts: readonly ToldShift[];
  unread: readonly Unread[];
}

/** A person's time on one level of a schedule; shifts that touch are one. */
export interface OnCallTime {
  name: string;
  person: string | null;
  level: number;
  start: number;
  /** `null` if no end is known. */
  end: number | null;
}

/** One schedule at one instant. */
export interface Coverage {
  schedule: Schedule;
  /** By level, then by name. */
  now: OnCallTime[];
  /** Who starts next, at the same instant if there are several. */
  next: OnCallTime[];
  /** The time before `next` in which no one is on call; `null` if there is none, or it is now. */
  gap: { start: number; end: number } | null;
  /** Set if the schedule, or a part of it, could not be read: then `now` and `next` are as last known. */
  unread: Unread | null;
}

export interface Overview {
  schedules: Coverage[];
  /** Set if the rosters were not read for two polls: when they were read last. */
  oldSince: number | null;
}

/** How many polls may be missed before an answer says so. */
const POLLS_MISSED = 2;

/**
 * Says who is on call on each of some schedules.
 *
 * @param schedules In the order in which they are told.
 * @param at Unix seconds.
 */
export function overviewAt(
  schedules: readonly Schedule[],
  rosters: Rosters,
  at: number,
): Overview {
  const { readAt, pollSeconds, unread } = rosters;
  const bySchedule = shiftsBySchedule(rosters.shifts);
  return {
    schedules: schedules.map((schedule) => {
      const shifts = bySchedule.get(keyOf(schedule)) ?? [];
      return {
        schedule,
        ...coverageAt(onCallTimes(shifts), at),
        unread: unreadOf(schedule, unread),
      };
    }),
    oldSince: at - readAt > POLLS_MISSED * pollSeconds ? readAt : null,
  };
}

/** What tells a schedule from those of all sources. */
export function keyOf(
  { source, schedule }: Pick<Schedule, "source" | "schedule">,
): string {
  return JSON.stringify([source, schedule]);
}

/** @returns shifts by the key of their schedule. */
export function shiftsBySchedule(
  shifts: readonly ToldShift[],
): Map<string, ToldShift[]> {
  const found = new Map<string, ToldShift[]>();
  for (const shift of shifts) {
    const key = keyOf(shift);
    const known = found.get(key);
    if (known) known.push(shift);
    else found.set(key, [shift]);
  }
  return found;
}

/** What could not be read of a schedule: all of it counts more than one person's shifts. */
function unreadOf(
  { source, schedule }: Schedule,
  unread: readonly Unread[],
): Unread | null {
  const own = unread.filter((each) =>
    each.source === source &&
    (each.schedule === null || each.schedule === schedule)
  );
  return own.find(isWhole) ?? own[0] ?? null;
}

/** Whether nothing of a schedule could be read. */
export function isWhole({ identity }: Unread): boolean {
  return identity === undefined;
}

function personOnLevel({ person, identity, level }: ToldShift): string {
  return JSON.stringify([level, person, person === null ? identity : ""]);
}

/** Joins the shifts of a person on one level that touch, and those a minute apart. */
function onCallTimes(shifts: readonly ToldShift[]): OnCallTime[] {
  const groups = new Map<string, ToldShift[]>();
  for (const shift of closeGaps(shifts, personOnLevel)) {
    const key = personOnLevel(shift);
    const known = groups.get(key);
    if (known) known.push(shift);
    else groups.set(key, [shift]);
  }
  return [...groups.values()].flatMap((own) =>
    touchingRuns(own).map((run) => {
      const { name, person, level } = run[0]!;
      return { name, person, level, ...spanOfRun(run) };
    })
  );
}

function coverageAt(
  times: readonly OnCallTime[],
  at: number,
): Pick<Coverage, "now" | "next" | "gap"> {
  const now = times.filter((each) => each.start <= at && at < endOf(each));
  const later = times.filter((each) => each.start > at);
  const nextStart = Math.min(...later.map(({ start }) => start));
  const lastEnd = Math.max(...now.map(endOf));
  // Without anyone on call now, the gap is under way; with no one next, its end is not known.
  const isGap = now.length > 0 && later.length > 0 &&
    nextStart - lastEnd > LONGEST_GAP_SECONDS;
  return {
    now: now.toSorted(byLevel),
    next: later.filter(({ start }) => start === nextStart).toSorted(byLevel),
    gap: isGap ? { start: lastEnd, end: nextStart } : null,
  };
}

function byLevel(a: OnCallTime, b: OnCallTime): number {
  return a.level - b.level ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
