import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import {
  dateOf,
  dayOf,
  dayOfWall,
  type Stamp,
  stampOf,
  weekdayOf,
} from "./date_time.ts";
import { excerpt, MalformedEvent } from "./errors.ts";

const FREQUENCIES = [
  ...["YEARLY", "MONTHLY", "WEEKLY", "DAILY"] as const,
  ...["HOURLY", "MINUTELY", "SECONDLY"] as const,
];
type Frequency = typeof FREQUENCIES[number];

/** A weekday, such as `-1FR` for the last Friday. */
interface ByDay {
  /** 0 for Sunday. */
  weekday: number;
  /** Negative numbers count from the end; 0 means every one. */
  nth: number;
}

/**
 * A recurrence rule (RFC 5545, 3.3.10). Days and times that the rule leaves to
 * the first start are filled in. In a list of numbers, `null` means any.
 */
export interface Rule {
  frequency: Frequency;
  interval: number;
  count: number | null;
  until: Stamp | null;
  months: number[] | null;
  weeks: number[] | null;
  yearDays: number[] | null;
  monthDays: number[] | null;
  days: ByDay[] | null;
  /** Whether `nth` counts within the month; otherwise within the year. */
  nthOfMonth: boolean;
  hours: number[] | null;
  minutes: number[] | null;
  seconds: number[] | null;
  positions: number[] | null;
  /** 0 for Sunday. */
  weekStart: number;
}

const PARTS = new Set([
  ...["freq", "interval", "count", "until", "wkst", "bysetpos", "bymonth"],
  ...["byweekno", "byyearday", "bymonthday", "byday", "byhour", "byminute"],
  ...["bysecond", "rscale"],
]);
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/**
 * Makes a rule.
 *
 * @param data Its parts, as `ical.js` reads them.
 * @param tail The rule as it is written; `ical.js` reads `UNTIL` less strictly.
 * @param start The first start.
 * @throws {MalformedEvent} if it is not a valid rule.
 */
export function ruleOf(data: unknown, tail: string, start: Stamp): Rule {
  const parts = data as Record<string, unknown>;
  const refuse = (why: string) =>
    new MalformedEvent(
      `its rule of recurrence "${excerpt(tail)}" is not valid: ${why}`,
    );
  const unknown = Object.keys(parts).find((key) => !PARTS.has(key));
  if (unknown !== undefined) throw refuse(`${excerpt(unknown)} is not known`);
  if (parts.rscale !== undefined && parts.rscale !== "GREGORIAN") {
    throw refuse("only the Gregorian calendar is known");
  }
  const frequency = parts.freq as Frequency | undefined;
  if (frequency === undefined) throw refuse("it has no FREQ");
  const count = numberOf(parts.count);
  if (count !== null && count < 1) throw refuse("COUNT is less than 1");
  const rule: Rule = {
    frequency,
    interval: numberOf(parts.interval) ?? 1,
    count,
    until: untilOf(tail),
    months: numbersOf(parts.bymonth),
    weeks: numbersOf(parts.byweekno),
    yearDays: numbersOf(parts.byyearday),
    monthDays: numbersOf(parts.bymonthday),
    days: byDaysOf(parts.byday),
    nthOfMonth: frequency === "MONTHLY" || parts.bymonth !== undefined,
    hours: start.dated ? null : numbersOf(parts.byhour),
    minutes: start.dated ? null : numbersOf(parts.byminute),
    seconds: start.dated ? null : secondsOf(parts.bysecond),
    positions: numbersOf(parts.bysetpos),
    weekStart: weekStartOf(parts.wkst),
  };
  const objection = objectionTo(rule, start);
  if (objection !== null) throw refuse(objection);
  return withDefaults(rule, start.wall);
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** A number or a list of numbers as a sorted list without duplicates. */
function numbersOf(value: unknown): number[] | null {
  if (value === undefined) return null;
  const numbers = [value].flat().map(Number);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** No clock here has a leap second: it becomes the second before it. */
function secondsOf(value: unknown): number[] | null {
  const seconds = numbersOf(value);
  return seconds && numbersOf(seconds.map((second) => Math.min(second, 59)));
}

function byDaysOf(value: unknown): ByDay[] | null {
  if (value === undefined) return null;
  const texts = new Set([value].flat().map(String));
  return [...texts].map((text) => ({
    weekday: WEEKDAYS.indexOf(text.slice(-2)),
    nth: Number(text.slice(0, -2)),
  }));
}

/** `ical.js` counts from 1 for Sunday. Weeks begin on Monday by default. */
function weekStartOf(value: unknown): number {
  return typeof value === "number" ? value - 1 : 1;
}

function untilOf(tail: string): Stamp | null {
  const [, text] = /(?:^|;)UNTIL=([^;]*)/i.exec(tail) ?? [];
  return text === undefined ? null : stampOf(text, null, "UNTIL");
}

/** The first mistake in a rule by RFC 5545, or `null`. */
function objectionTo(rule: Rule, start: Stamp): string | null {
  const { frequency, days } = rule;
  const zero = [rule.monthDays, rule.yearDays, rule.weeks, rule.positions]
    .some((numbers) => numbers?.includes(0));
  if (zero) return "there is no day, week or position 0";
  if (start.dated && isSubDaily(frequency)) {
    return `${frequency} does not fit whole days`;
  }
  if (rule.weeks && frequency !== "YEARLY") {
    return `BYWEEKNO does not fit ${frequency}`;
  }
  if (rule.yearDays && ["MONTHLY", "WEEKLY", "DAILY"].includes(frequency)) {
    return `BYYEARDAY does not fit ${frequency}`;
  }
  if (rule.monthDays && frequency === "WEEKLY") {
    return "BYMONTHDAY does not fit WEEKLY";
  }
  const counted = days?.some(({ nth }) => nth !== 0) ?? false;
  const countable = frequency === "MONTHLY" ||
    (frequency === "YEARLY" && !rule.weeks);
  return counted && !countable ? "BYDAY may not count weekdays here" : null;
}

export function isSubDaily(frequency: Frequency): boolean {
  return frequency === "HOURLY" || frequency === "MINUTELY" ||
    frequency === "SECONDLY";
}

/** Fills in, from the first start, the days and times that the rule leaves open. */
function withDefaults(rule: Rule, start: number): Rule {
  const day = dayOfWall(start);
  const date = dateOf(day);
  const ofDay = start - day * SECONDS_PER_DAY;
  const filled = { ...rule };
  const open = !rule.days && !rule.monthDays && !rule.yearDays;
  if (open && rule.frequency === "WEEKLY" || open && rule.weeks) {
    filled.days = [{ weekday: weekdayOf(day), nth: 0 }];
  } else if (open && rule.frequency === "MONTHLY") {
    filled.monthDays = [date.day];
  } else if (open && rule.frequency === "YEARLY") {
    filled.months = rule.months ?? [date.month];
    filled.monthDays = [date.day];
  }
  if (!isSubDaily(rule.frequency)) {
    filled.hours ??= [Math.floor(ofDay / SECONDS_PER_HOUR)];
  }
  if (!isSubDaily(rule.frequency) || rule.frequency === "HOURLY") {
    filled.minutes ??= [Math.floor(ofDay / SECONDS_PER_MINUTE) % 60];
  }
  if (rule.frequency !== "SECONDLY") filled.seconds ??= [ofDay % 60];
  return filled;
}

/** Whether a rule takes a day, by those of its parts that choose days. */
export function takesDay(rule: Rule, day: number): boolean {
  const { months, weeks, yearDays, monthDays, days } = rule;
  if (days && !days.some(({ weekday }) => weekday === weekdayOf(day))) {
    return false;
  }
  if (!months && !weeks && !yearDays && !monthDays && !hasNth(rule)) {
    return true;
  }
  const date = dateOf(day);
  if (months && !months.includes(date.month)) return false;
  if (monthDays && !isIn(monthDays, date.day, monthLength(date))) return false;
  if (yearDays) {
    const first = dayOf(date.year, 1, 1);
    const length = dayOf(date.year + 1, 1, 1) - first;
    if (!isIn(yearDays, day - first + 1, length)) return false;
  }
  if (weeks && !isInWeeks(weeks, day, rule.weekStart)) return false;
  return !hasNth(rule) || isNth(rule, day, date);
}

function hasNth({ days }: Rule): boolean {
  return days !== null && days.some(({ nth }) => nth !== 0);
}

/** Whether the list has a number, counted from the start or from the end. */
function isIn(list: readonly number[], number: number, last: number): boolean {
  return list.includes(number) || list.includes(number - last - 1);
}

function monthLength({ year, month }: { year: number; month: number }): number {
  const next = month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1);
  return next - dayOf(year, month, 1);
}

/** Whether it is, for example, the second or the last Monday, as the rule says. */
function isNth(
  { days, nthOfMonth }: Rule,
  day: number,
  date: { year: number; month: number; day: number },
): boolean {
  const first = nthOfMonth
    ? dayOf(date.year, date.month, 1)
    : dayOf(date.year, 1, 1);
  const length = nthOfMonth
    ? monthLength(date)
    : dayOf(date.year + 1, 1, 1) - first;
  const fromFirst = Math.floor((day - first) / 7) + 1;
  const fromLast = -Math.floor((first + length - 1 - day) / 7) - 1;
  const weekday = weekdayOf(day);
  return days!.some((each) =>
    each.weekday === weekday &&
    (each.nth === 0 || each.nth === fromFirst || each.nth === fromLast)
  );
}

/** A year's first week is the first with at least four of its days (ISO 8601). */
function isInWeeks(
  weeks: readonly number[],
  day: number,
  weekStart: number,
): boolean {
  const monday = day - ((weekdayOf(day) - weekStart + 7) % 7);
  // A week belongs to the year of its fourth day.
  const { year } = dateOf(monday + 3);
  const first = firstWeekOf(year, weekStart);
  const length = (firstWeekOf(year + 1, weekStart) - first) / 7;
  return isIn(weeks, (monday - first) / 7 + 1, length);
}

/** The first day of the year's first week. */
function firstWeekOf(year: number, weekStart: number): number {
  const fourth = dayOf(year, 1, 4);
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
}
