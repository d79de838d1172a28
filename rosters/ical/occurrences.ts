import { SECONDS_PER_DAY } from "../../time.ts";
import { instantIn, utcDayAt, type Zone } from "../zoned_time.ts";
import type { Days, ReadingWindow } from "../port.ts";
import type { Budget } from "./budget.ts";
import { dayOfWall, type Length, type Stamp } from "./date_time.ts";
import type { Ending, EventTimes } from "./event.ts";
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

/**
 * The occurrences of an event that may reach into the window, in no order.
 *
 * By the wall clock, each is as long as the first: a shift from Monday 09:00 to
 * Monday 09:00 ends at 09:00 even if the clocks change, as calendars show it.
 * (RFC 5545, 3.8.5.3, would move its end.)
 *
 * @param replaced The starts of instances that other events replace.
 * @throws {MalformedEvent} if a time zone is unknown.
 */
export function occurrencesOf(
  times: EventTimes,
  replaced: readonly Stamp[],
  window: ReadingWindow,
  zones: Zones,
  budget: Budget,
): Occurrence[] {
  const { start } = times;
  const zone = zones.of(start.zone);
  const length = lengthFrom(start, times.ending, zones);
  // Also for an event that ends before it starts, so that it is reported.
  const reach = length.nominal + length.exact;
  const within = {
    from: window.since - ZONE_MARGIN_SECONDS - Math.max(reach, 0),
    to: window.until + ZONE_MARGIN_SECONDS - Math.min(reach, 0),
  };
  const except = exceptionsOf(times, replaced, within, zones, budget);
  const found = new Map<string, Occurrence>();
  for (const wall of startsOf(times, within, zone, budget)) {
    const stamp = { ...start, wall };
    const key = keyOf(stamp, zones);
    if (except.has(key, wall)) continue;
    found.set(key, occurrenceOf(stamp, length, zone));
  }
  for (const { start: date, ending } of times.dates) {
    const key = keyOf(date, zones);
    if (except.has(key, date.wall)) continue;
    const own = ending === null ? length : lengthFrom(date, ending, zones);
    budget.spend(1);
    const one = occurrenceOf(date, own, zones.of(date.zone));
    if (one.end >= within.from && one.start <= within.to) found.set(key, one);
  }
  return [...found.values()];
}

/** The same text for the same date, and for the same instant in any zone. */
function keyOf(stamp: Stamp, zones: Zones): string {
  return stamp.dated
    ? `day ${dayOfWall(stamp.wall)}`
    : `at ${instantIn(zones.of(stamp.zone), stamp.wall)}`;
}

function startsOf(
  { start, rules }: EventTimes,
  window: WallWindow,
  zone: Zone,
  budget: Budget,
): number[] {
  if (rules.length === 0) {
    return window.from <= start.wall && start.wall <= window.to
      ? [start.wall]
      : [];
  }
  const walls = rules.flatMap((rule) =>
    ruleWalls(rule, start, window, zone, budget)
  );
  return [...new Set(walls)];
}

/** A rule's times up to its `UNTIL`, inclusive. */
function ruleWalls(
  rule: Rule,
  start: Stamp,
  window: WallWindow,
  zone: Zone,
  budget: Budget,
): number[] {
  const spend = (steps: number) => budget.spend(steps);
  const { until } = rule;
  if (until === null) return wallsOf(rule, start.wall, window, spend);
  const to = Math.min(window.to, until.wall + ZONE_MARGIN_SECONDS);
  const walls = wallsOf(rule, start.wall, { from: window.from, to }, spend);
  return walls.filter((wall) => {
    if (start.dated || until.dated) {
      // Some programs end whole days by a time, and times by a date.
      return dayOfWall(wall) <= dayOfWall(until.wall);
    }
    return until.zone === "UTC"
      ? instantIn(zone, wall) <= until.wall
      : wall <= until.wall;
  });
}

function exceptionsOf(
  { start, exceptDates, exceptRules }: EventTimes,
  replaced: readonly Stamp[],
  window: WallWindow,
  zones: Zones,
  budget: Budget,
) {
  const keys = new Set<string>();
  const days = new Set<number>();
  for (const date of [...exceptDates, ...replaced]) {
    // Some programs name a whole day by a time, and a time by its date.
    if (date.dated || start.dated) days.add(dayOfWall(date.wall));
    else keys.add(keyOf(date, zones));
  }
  for (const rule of exceptRules) {
    const zone = zones.of(start.zone);
    for (const wall of ruleWalls(rule, start, window, zone, budget)) {
      keys.add(keyOf({ ...start, wall }, zones));
    }
  }
  return {
    has: (key: string, wall: number) =>
      keys.has(key) || days.has(dayOfWall(wall)),
  };
}

function lengthFrom(start: Stamp, ending: Ending, zones: Zones): Length {
  if ("length" in ending) return ending.length;
  const { until } = ending;
  if (until.zone === start.zone) {
    return { nominal: until.wall - start.wall, exact: 0 };
  }
  const exact = instantIn(zones.of(until.zone), until.wall) -
    instantIn(zones.of(start.zone), start.wall);
  return { nominal: 0, exact };
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
