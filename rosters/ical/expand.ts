import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import { dateOf, dayOf, dayOfWall, weekdayOf } from "./date_time.ts";
import { isSubDaily, type Rule } from "./rule.ts";
import { takesDay } from "./rule_days.ts";

/** From and to a wall time, both inclusive. */
export interface WallWindow {
  from: number;
  to: number;
}

/** A found time counts as this many steps: it causes more work later. */
const STEPS_OF_FOUND = 20;

type Spend = (steps: number) => void;

/**
 * The wall times of a rule within a window, in order. The first start is always
 * the first, even if the rule itself does not give it (RFC 5545, 3.8.5.3). The
 * caller, who knows the zone, applies `UNTIL`.
 *
 * A rule is a filter for the days and times of its periods (years, months,
 * weeks, …). Periods before the window are skipped unless `COUNT` counts them.
 *
 * @param start The first start, as a wall time.
 * @param spend Called before each step; may throw to end the expansion.
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
 * The first period to look at, and how many times are before it. With `COUNT`,
 * periods can be skipped only if each has the same number of times.
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

/** Whether all periods of the rule have the same number of times. */
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

/** The number of the period that a wall time lies in, counted from 1970. */
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

const UNIT_SECONDS = {
  HOURLY: SECONDS_PER_HOUR,
  MINUTELY: SECONDS_PER_MINUTE,
  SECONDLY: 1,
} as const;

/** A day near 1970-01-01 on which a week of the rule begins. */
function firstWeekday({ weekStart }: Rule): number {
  return weekStart - weekdayOf(0);
}

/** The wall time at which a period begins. */
function beginningOf(rule: Rule, unit: number): number {
  switch (rule.frequency) {
    case "YEARLY":
      return dayOf(unit, 1, 1) * SECONDS_PER_DAY;
    case "MONTHLY":
      return dayOf(Math.floor(unit / 12), unit % 12 + 1, 1) * SECONDS_PER_DAY;
    case "WEEKLY":
      return (unit * 7 + firstWeekday(rule)) * SECONDS_PER_DAY;
    case "DAILY":
      return unit * SECONDS_PER_DAY;
    default:
      return unit * UNIT_SECONDS[rule.frequency];
  }
}

/** The rule's times, in seconds within a day or within a shorter period. */
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
      seconds.map((second) =>
        hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second
      )
    )
  );
}

/** All times of a period, in order, including those before the first start. */
function candidatesOf(
  rule: Rule,
  unit: number,
  times: readonly number[],
  spend: Spend,
): number[] {
  const bases = isSubDaily(rule.frequency)
    ? [beginningOf(rule, unit)]
    : daysOf(rule, unit, spend).map((day) => day * SECONDS_PER_DAY);
  spend(bases.length * times.length);
  const walls = bases.flatMap((base) => times.map((time) => base + time));
  const { positions } = rule;
  if (!positions) return walls;
  return walls.filter((_wall, at) =>
    positions.includes(at + 1) || positions.includes(at - walls.length)
  );
}

/** The days of a period that the rule takes. */
function daysOf(rule: Rule, unit: number, spend: Spend): number[] {
  const days: number[] = [];
  for (const [from, to] of dayRangesOf(rule, unit)) {
    spend(to - from);
    for (let day = from; day < to; day++) {
      if (takesDay(rule, day)) days.push(day);
    }
  }
  return days;
}

/** The days of a period, as ranges; of a year only the rule's months. */
function dayRangesOf(rule: Rule, unit: number): [number, number][] {
  if (rule.frequency === "YEARLY" && rule.months) {
    return rule.months.map((month) => [
      dayOf(unit, month, 1),
      month === 12 ? dayOf(unit + 1, 1, 1) : dayOf(unit, month + 1, 1),
    ]);
  }
  const from = beginningOf(rule, unit) / SECONDS_PER_DAY;
  return [[from, beginningOf(rule, unit + 1) / SECONDS_PER_DAY]];
}

/**
 * For hours, minutes and seconds: the next period that may have a time, if the
 * rule has none in the whole day, hour or minute of this one. Otherwise `null`.
 */
function afterIdleTime(rule: Rule, unit: number): number | null {
  if (!isSubDaily(rule.frequency)) return null;
  const wall = beginningOf(rule, unit);
  const day = dayOfWall(wall);
  if (!takesDay(rule, day)) return unitOf(rule, (day + 1) * SECONDS_PER_DAY);
  const hour = Math.floor(wall / SECONDS_PER_HOUR);
  if (rule.hours && !rule.hours.includes(hour - day * 24)) {
    return unitOf(rule, (hour + 1) * SECONDS_PER_HOUR);
  }
  if (rule.frequency === "HOURLY") return null;
  const minute = Math.floor(wall / SECONDS_PER_MINUTE);
  if (rule.minutes && !rule.minutes.includes(minute - hour * 60)) {
    return unitOf(rule, (minute + 1) * SECONDS_PER_MINUTE);
  }
  if (rule.frequency === "MINUTELY" || !rule.seconds) return null;
  return rule.seconds.includes(wall - minute * SECONDS_PER_MINUTE)
    ? null
    : unit + 1;
}
