import { dateOf, DAY_SECONDS, dayOfWall, weekdayOf } from "./calendar_day.ts";
import { excerpt, SenselessEvent } from "./senseless.ts";
import { type Stamp, stampOf } from "./stamp.ts";

export const FREQUENCIES = [
  ...["YEARLY", "MONTHLY", "WEEKLY", "DAILY"] as const,
  ...["HOURLY", "MINUTELY", "SECONDLY"] as const,
];
export type Frequency = typeof FREQUENCIES[number];

/** `-1FR`: of the weekday the last one; `nth` 0: each. */
export interface ByDay {
  /** 0 for Sunday. */
  weekday: number;
  nth: number;
}

/**
 * A rule of recurrence (RFC 5545, 3.3.10). Where it leaves to the first start
 * what day or time is meant, that is filled in. `null`: any.
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
  /** Whether an `nth` counts within the month, not the year. */
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
 * A rule, from its parts and from the first start.
 *
 * @param data As `ical.js` reads them.
 * @param tail The rule as it is written, for what `ical.js` reads unseen.
 * @throws {SenselessEvent} when it is none.
 */
export function ruleOf(data: unknown, tail: string, start: Stamp): Rule {
  const parts = data as Record<string, unknown>;
  const refuse = (why: string) =>
    new SenselessEvent(
      `its rule of recurrence "${excerpt(tail)}" makes no sense: ${why}`,
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

/** One number, or a list of them, in order, each once. */
function numbersOf(value: unknown): number[] | null {
  if (value === undefined) return null;
  const numbers = [value].flat().map(Number);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** A leap second, which no clock here has, is the one before it. */
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

/** `ical.js` counts from 1 for Sunday. Weeks begin on Mondays unless said. */
function weekStartOf(value: unknown): number {
  return typeof value === "number" ? value - 1 : 1;
}

function untilOf(tail: string): Stamp | null {
  const [, text] = /(?:^|;)UNTIL=([^;]*)/i.exec(tail) ?? [];
  return text === undefined ? null : stampOf(text, null, "UNTIL");
}

/** What RFC 5545 does not allow together, or `null`. */
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

/** What a rule leaves open is as at the first start. */
function withDefaults(rule: Rule, start: number): Rule {
  const day = dayOfWall(start);
  const date = dateOf(day);
  const ofDay = start - day * DAY_SECONDS;
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
    filled.hours ??= [Math.floor(ofDay / 3600)];
  }
  if (!isSubDaily(rule.frequency) || rule.frequency === "HOURLY") {
    filled.minutes ??= [Math.floor(ofDay / 60) % 60];
  }
  if (rule.frequency !== "SECONDLY") filled.seconds ??= [ofDay % 60];
  return filled;
}
