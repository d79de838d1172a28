import {
  dateOf,
  DAY_SECONDS,
  dayOf,
  dayOfWall,
  weekdayOf,
} from "./date_time.ts";
import { isSubDaily, type Rule, takesDay } from "./rule.ts";

/** Wall times, both included. */
export interface WallWindow {
  from: number;
  to: number;
}

/** What is found takes more time later than what is looked at. */
const STEPS_OF_FOUND = 20;

type Spend = (steps: number) => void;

/**
 * When a rule begins something, by the wall clock, within the window and in
 * order. The first start is always the first, whether the rule has it or not
 * (RFC 5545, 3.8.5.3). `UNTIL` is left to the caller, who knows the zone.
 *
 * Not `ical.js`'s iterator: that one walks from the first start, looks for the
 * next time without bound, and passes over `BYSETPOS` of most frequencies. Here
 * a rule is a filter of the days and times of its periods, and periods before
 * the window are not looked at unless `COUNT` counts them.
 *
 * @param start Wall seconds of the first start.
 * @param spend Told of each step before it is taken; may throw.
 */
export function wallsOf(
  rule: Rule,
  start: number,
  window: WallWindow,
  spend: Spend,
): number[] {
  const found: number[] = [];
  if (window.from <= start && start <= window.to) found.push(start);
  const times = timesOf(rule, spend);
  const first = unitOf(rule, start);
  let { index, counted } = firstPeriod(rule, start, window, times, spend);
  while (true) {
    const unit = first + index * rule.interval;
    spend(1);
    if (beginningOf(rule, unit) > window.to) return found;
    const skipped = afterIdleTime(rule, unit);
    if (skipped !== null) {
      index = Math.ceil((skipped - first) / rule.interval);
      continue;
    }
    for (const wall of candidatesOf(rule, unit, times, spend)) {
      if (wall <= start) continue;
      if (wall > window.to || counted === rule.count) return found;
      counted++;
      if (wall < window.from) continue;
      spend(STEPS_OF_FOUND);
      found.push(wall);
    }
    index++;
  }
}

/**
 * The first period worth a look, and how many times were before it. Periods
 * need looking at one by one only where `COUNT` counts what varies.
 */
function firstPeriod(
  rule: Rule,
  start: number,
  { from }: WallWindow,
  times: readonly number[],
  spend: Spend,
): { index: number; counted: number } {
  const first = unitOf(rule, start);
  const index = Math.floor((unitOf(rule, from) - first) / rule.interval);
  if (index <= 0) return { index: 0, counted: 1 };
  if (rule.count === null) return { index, counted: 1 };
  if (!isEven(rule)) return { index: 0, counted: 1 };
  const each = times.length *
    (rule.frequency === "WEEKLY" ? rule.days!.length : 1);
  const ofFirst = candidatesOf(rule, first, times, spend)
    .filter((wall) => wall > start).length;
  const counted = 1 + ofFirst + each * (index - 1);
  return { index, counted: Math.min(counted, rule.count) };
}

/** Whether each of its periods has as many times as any other. */
function isEven(rule: Rule): boolean {
  if (rule.positions || rule.months || rule.monthDays || rule.yearDays) {
    return false;
  }
  switch (rule.frequency) {
    case "WEEKLY":
      return true;
    case "DAILY":
      return !rule.days;
    case "HOURLY":
      return !rule.days && !rule.hours;
    case "MINUTELY":
      return !rule.days && !rule.hours && !rule.minutes;
    case "SECONDLY":
      return !rule.days && !rule.hours && !rule.minutes && !rule.seconds;
    default:
      return false;
  }
}

/** Which period of its frequency a wall time is in, counted from 1970. */
function unitOf(rule: Rule, wall: number): number {
  const day = dayOfWall(wall);
  switch (rule.frequency) {
    case "YEARLY":
      return dateOf(day).year;
    case "MONTHLY": {
      const { year, month } = dateOf(day);
      return year * 12 + month - 1;
    }
    case "WEEKLY":
      return Math.floor((day - firstWeekday(rule)) / 7);
    case "DAILY":
      return day;
    default:
      return Math.floor(wall / UNIT_SECONDS[rule.frequency]);
  }
}

const UNIT_SECONDS = { HOURLY: 3600, MINUTELY: 60, SECONDLY: 1 } as const;

/** A day near 1970 that begins a week of the rule. */
function firstWeekday({ weekStart }: Rule): number {
  return weekStart - weekdayOf(0);
}

/** The wall time at which a period begins. */
function beginningOf(rule: Rule, unit: number): number {
  switch (rule.frequency) {
    case "YEARLY":
      return dayOf(unit, 1, 1) * DAY_SECONDS;
    case "MONTHLY":
      return dayOf(Math.floor(unit / 12), unit % 12 + 1, 1) * DAY_SECONDS;
    case "WEEKLY":
      return (unit * 7 + firstWeekday(rule)) * DAY_SECONDS;
    case "DAILY":
      return unit * DAY_SECONDS;
    default:
      return unit * UNIT_SECONDS[rule.frequency];
  }
}

/** The seconds within a day, or within a period shorter than that. */
function timesOf(rule: Rule, spend: Spend): number[] {
  const daily = !isSubDaily(rule.frequency);
  const hours = daily ? rule.hours ?? [0] : [0];
  const minutes = daily || rule.frequency === "HOURLY"
    ? rule.minutes ?? [0]
    : [0];
  const seconds = rule.frequency === "SECONDLY" ? [0] : rule.seconds ?? [0];
  spend(hours.length * minutes.length * seconds.length);
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) =>
      seconds.map((second) => hour * 3600 + minute * 60 + second)
    )
  );
}

/** All times of a period, in order, also those before the first start. */
function candidatesOf(
  rule: Rule,
  unit: number,
  times: readonly number[],
  spend: Spend,
): number[] {
  const bases = isSubDaily(rule.frequency)
    ? [beginningOf(rule, unit)]
    : daysOf(rule, unit, spend).map((day) => day * DAY_SECONDS);
  spend(bases.length * times.length);
  const walls = bases.flatMap((base) => times.map((time) => base + time));
  const { positions } = rule;
  if (!positions) return walls;
  return walls.filter((_wall, at) =>
    positions.includes(at + 1) || positions.includes(at - walls.length)
  );
}

/** The days that a rule takes of a period of days. */
function daysOf(rule: Rule, unit: number, spend: Spend): number[] {
  const days: number[] = [];
  for (const [from, to] of stretchesOf(rule, unit)) {
    spend(to - from);
    for (let day = from; day < to; day++) {
      if (takesDay(rule, day)) days.push(day);
    }
  }
  return days;
}

/** From a day to before another. Of a year only the months that matter. */
function stretchesOf(rule: Rule, unit: number): [number, number][] {
  if (rule.frequency === "YEARLY" && rule.months) {
    return rule.months.map((month) => [
      dayOf(unit, month, 1),
      month === 12 ? dayOf(unit + 1, 1, 1) : dayOf(unit, month + 1, 1),
    ]);
  }
  const from = beginningOf(rule, unit) / DAY_SECONDS;
  return [[from, beginningOf(rule, unit + 1) / DAY_SECONDS]];
}

/**
 * For periods within a day that the rule has nothing in: the period that
 * follows the whole day or hour without anything. `null` where it may have.
 */
function afterIdleTime(rule: Rule, unit: number): number | null {
  if (!isSubDaily(rule.frequency)) return null;
  const wall = beginningOf(rule, unit);
  const day = dayOfWall(wall);
  if (!takesDay(rule, day)) return unitOf(rule, (day + 1) * DAY_SECONDS);
  const hour = Math.floor(wall / 3600);
  if (rule.hours && !rule.hours.includes(hour - day * 24)) {
    return unitOf(rule, (hour + 1) * 3600);
  }
  if (rule.frequency === "HOURLY") return null;
  const minute = Math.floor(wall / 60);
  if (rule.minutes && !rule.minutes.includes(minute - hour * 60)) {
    return unitOf(rule, (minute + 1) * 60);
  }
  if (rule.frequency === "MINUTELY" || !rule.seconds) return null;
  return rule.seconds.includes(wall - minute * 60) ? null : unit + 1;
}
