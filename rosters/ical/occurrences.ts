import { SECONDS_PER_DAY } from "../../time.ts";
import { instantIn, utcDayAt, type Zone } from "../zoned_time.ts";
import type { Days, ReadingWindow } from "../port.ts";
import type { Budget } from "./budget.ts";
import { dayOfWall, type Length, type Stamp } from "./date_time.ts";
import type { Ending, EventTimes, Span } from "./event_times.ts";
import { wallsOf, type WallWindow } from "./expand.ts";
import type { Rule } from "./rule.ts";
import type { Zones } from "./zones.ts";

/** One time at which an event takes place. Unix seconds. */
export interface Occurrence {
  start: number;
  end: number;
  /** Set for whole days; `start` and `end` are then in UTC. */
  days?: Days;
}

/** A date in any zone lies within this of the same date in UTC (seconds). */
const ZONE_MARGIN_SECONDS = 2 * SECONDS_PER_DAY;

/** What a series costs, or a part of it, besides its rules. */
const STEPS_OF_SERIES = 20;

/** A part of a series: `RANGE=THISANDFUTURE` begins another one. */
export interface SeriesPart {
  /** Its first instance, as `RECURRENCE-ID` names it; `null`: from the start. */
  from: Stamp | null;
  /** The first instance of the next part; `null`: to the end. */
  to: Stamp | null;
  /** When `from` takes place now. All later instances move by as much. */
  moved: Span | null;
}

const ALL: SeriesPart = { from: null, to: null, moved: null };

/**
 * The occurrences of an event that may reach into the window, in no order.
 *
 * By the wall clock, each is as long as the first: a shift from Monday 09:00 to
 * Monday 09:00 ends at 09:00 even if the clocks change, as calendars show it.
 * (RFC 5545, 3.8.5.3, would move its end.)
 *
 * @param replaced The starts of instances that other events replace.
 * @param part The part of the series to take; all of it by default.
 * @throws {MalformedEvent} if a time zone is unknown.
 */
export function occurrencesOf(
  times: EventTimes,
  replaced: readonly Stamp[],
  window: ReadingWindow,
  zones: Zones,
  budget: Budget,
  part: SeriesPart = ALL,
): Occurrence[] {
  budget.spend(STEPS_OF_SERIES);
  const series = seriesIn(times, zones);
  const { start, ending } = part.moved ?? times;
  const zone = zoneOf(start, zones);
  const length = lengthFrom(start, ending, zones);
  // Also for an event that ends before it starts, so that it is reported.
  const reach = length.nominal + length.exact;
  const within = {
    from: window.since - ZONE_MARGIN_SECONDS - Math.max(reach, 0),
    to: window.until + ZONE_MARGIN_SECONDS - Math.min(reach, 0),
  };
  const delta = part.from && part.moved
    ? part.moved.start.wall - series.wallOf(part.from)
    : 0;
  const original = { from: within.from - delta, to: within.to - delta };
  const except = exceptionsOf(times, replaced, original, zones, budget);
  const first = part.from && positionIn(times, part.from, zones);
  const next = part.to && positionIn(times, part.to, zones);
  const isTaken = (wall: number, key: string) => {
    if (except.has(key, wall)) return false;
    if (first === null && next === null) return true;
    const position = series.positionOf(wall);
    return (first === null || position >= first) &&
      (next === null || position < next);
  };
  const found = new Map<string, Occurrence>();
  for (const wall of startsOf(times, original, zones, budget)) {
    const key = series.keyOf(wall);
    if (!isTaken(wall, key)) continue;
    const stamp = { ...start, wall: wall + delta };
    found.set(key, occurrenceOf(stamp, length, zone));
  }
  for (const { start: date, ending } of times.dates) {
    budget.spend(1);
    const wall = series.wallOf(date);
    const key = series.keyOf(wall);
    if (!isTaken(wall, key)) continue;
    const stamp = { ...start, wall: wall + delta };
    const one = ending === null
      ? occurrenceOf(stamp, length, zone)
      : occurrenceOf(
        date,
        lengthFrom(date, ending, zones),
        zoneOf(date, zones),
      );
    if (one.end >= within.from && one.start <= within.to) found.set(key, one);
  }
  return [...found.values()];
}

/**
 * Whether a series has an instance on the day of a stamp.
 *
 * @throws {MalformedEvent} if a time zone is unknown.
 */
export function hasInstanceOn(
  times: EventTimes,
  stamp: Stamp,
  zones: Zones,
  budget: Budget,
): boolean {
  const series = seriesIn(times, zones);
  const day = dayOfWall(series.wallOf(stamp));
  const window = {
    from: day * SECONDS_PER_DAY,
    to: (day + 1) * SECONDS_PER_DAY - 1,
  };
  const except = exceptionsOf(times, [], window, zones, budget);
  return [
    ...startsOf(times, window, zones, budget),
    ...times.dates.map(({ start }) => series.wallOf(start)),
  ].some((wall) =>
    dayOfWall(wall) === day && !except.has(series.keyOf(wall), wall)
  );
}

/** A number by which instances of a series are in order. */
export function positionIn(
  times: EventTimes,
  stamp: Stamp,
  zones: Zones,
): number {
  const series = seriesIn(times, zones);
  return series.positionOf(series.wallOf(stamp));
}

/** The clock and the kind of times of a series, by which stamps are compared. */
function seriesIn({ start }: EventTimes, zones: Zones) {
  const zone = zoneOf(start, zones);
  const positionOf = (wall: number) =>
    start.dated ? wall : instantIn(zone, wall);
  return {
    /** A stamp by the clock of the series; its day, or its time on that day. */
    wallOf(stamp: Stamp): number {
      if (start.dated) {
        return dayOfWall(zones.wallOf(stamp)) * SECONDS_PER_DAY;
      }
      if (stamp.dated) return stamp.wall + timeOfDay(start.wall);
      if (stamp.zone === start.zone) return stamp.wall;
      const at = instantIn(zones.of(stamp.zone), stamp.wall);
      return at + zone.offsetAt(at);
    },
    /** By which instances are in order. */
    positionOf,
    /** The same text for the same instance. */
    keyOf: (wall: number) => String(positionOf(wall)),
  };
}

/** Whole days need no zone, so an unknown one makes no difference. */
function zoneOf({ dated, zone }: Stamp, zones: Zones): Zone {
  return dated ? ANY_ZONE : zones.of(zone);
}

const ANY_ZONE: Zone = { offsetAt: () => 0 };

function timeOfDay(wall: number): number {
  return wall - dayOfWall(wall) * SECONDS_PER_DAY;
}

function startsOf(
  { start, rules }: EventTimes,
  window: WallWindow,
  zones: Zones,
  budget: Budget,
): number[] {
  if (rules.length === 0) {
    return window.from <= start.wall && start.wall <= window.to
      ? [start.wall]
      : [];
  }
  const walls = rules.flatMap((rule) =>
    ruleWalls(rule, start, window, zones, budget)
  );
  return [...new Set(walls)];
}

/** A rule's times up to its `UNTIL`, inclusive. */
function ruleWalls(
  rule: Rule,
  start: Stamp,
  window: WallWindow,
  zones: Zones,
  budget: Budget,
): number[] {
  const spend = (steps: number) => budget.spend(steps);
  const { until } = rule;
  if (until === null) return wallsOf(rule, start.wall, window, spend);
  const to = Math.min(window.to, until.wall + ZONE_MARGIN_SECONDS);
  const walls = wallsOf(rule, start.wall, { from: window.from, to }, spend);
  if (start.dated || until.dated) {
    // Some programs end whole days by a time, and times by a date.
    const lastDay = dayOfWall(zones.wallOf(until));
    return walls.filter((wall) => dayOfWall(wall) <= lastDay);
  }
  const zone = zones.of(start.zone);
  return walls.filter((wall) =>
    until.zone === "UTC"
      ? instantIn(zone, wall) <= until.wall
      : wall <= until.wall
  );
}

/** By days where a series of whole days has times, or the reverse. */
function exceptionsOf(
  times: EventTimes,
  replaced: readonly Stamp[],
  window: WallWindow,
  zones: Zones,
  budget: Budget,
) {
  const { start, exceptDates, exceptRules } = times;
  const series = seriesIn(times, zones);
  const keys = new Set<string>();
  const days = new Set<number>();
  budget.spend(exceptDates.length + replaced.length);
  for (const date of [...exceptDates, ...replaced]) {
    if (date.dated) days.add(dayOfWall(date.wall));
    else keys.add(series.keyOf(series.wallOf(date)));
  }
  for (const rule of exceptRules) {
    for (const wall of ruleWalls(rule, start, window, zones, budget)) {
      keys.add(series.keyOf(wall));
    }
  }
  return {
    has: (key: string, wall: number) =>
      keys.has(key) || days.has(dayOfWall(wall)),
  };
}

function lengthFrom(start: Stamp, ending: Ending, zones: Zones): Length {
  const nominal = (seconds: number) => ({ nominal: seconds, exact: 0 });
  if (start.dated) return nominal(wholeDaysFrom(start, ending, zones));
  if ("length" in ending) return ending.length;
  const { until } = ending;
  if (until.dated) {
    // Up to that date, or until its end if it is the day of the start.
    const isSameDay = dayOfWall(until.wall) === dayOfWall(start.wall) &&
      until.wall < start.wall;
    const days = isSameDay ? SECONDS_PER_DAY : 0;
    return nominal(until.wall + days - start.wall);
  }
  if (until.zone === start.zone) return nominal(until.wall - start.wall);
  const exact = instantIn(zones.of(until.zone), until.wall) -
    instantIn(zones.of(start.zone), start.wall);
  return { nominal: 0, exact };
}

/**
 * How long whole days last, in seconds. The day on which a time lies is part of
 * it. Some programs write the same date twice for one day, or no length.
 */
function wholeDaysFrom(start: Stamp, ending: Ending, zones: Zones): number {
  const seconds = "length" in ending
    ? ending.length.nominal + ending.length.exact
    : zones.wallOf(ending.until) - start.wall;
  const days = Math.ceil(seconds / SECONDS_PER_DAY);
  return (days === 0 ? 1 : days) * SECONDS_PER_DAY;
}

function occurrenceOf(start: Stamp, length: Length, zone: Zone): Occurrence {
  const { wall } = start;
  const endWall = wall + length.nominal;
  if (start.dated) {
    const days = { from: utcDayAt(wall), until: utcDayAt(endWall) };
    return { start: wall, end: endWall, days };
  }
  return {
    start: instantIn(zone, wall),
    end: instantIn(zone, endWall) + length.exact,
  };
}
