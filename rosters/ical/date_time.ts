import { DAY } from "@std/datetime";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import { excerpt, MalformedEvent } from "./errors.ts";

/** A `DATE` or `DATE-TIME` of a calendar. */
export interface Stamp {
  /** What the clock shows, as Unix seconds of the same time in UTC. */
  wall: number;
  /** `UTC`, a TZID, or `null` for a floating time. */
  zone: string | null;
  /** Whether it is a date without a time of day; `wall` is then its midnight. */
  dated: boolean;
}

/** A `DURATION`: first the wall clock moves on, then time passes. */
export interface Length {
  /** Seconds by the wall clock: a day is a day, even if the clocks change. */
  nominal: number;
  /** Seconds that pass. */
  exact: number;
}

/** Also as ISO 8601 writes it, and with an offset: `2026-11-20T08:00:00+01:00`. */
const STAMP =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ]:*(?:(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?)?$/i;
/** Also with weeks and days together, and a `T` too many or too few. */
const DURATION =
  /^([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?T?(?:(\d{1,6})D)?(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})S)?$/i;

/**
 * Reads `20261120`, `20261120T080000` or `20261120T080000Z`.
 *
 * @param tzid The zone of a time without `Z`.
 * @param what The property, for the error.
 * @param dateOnly Whether only the date counts (`VALUE=DATE`), if a time follows.
 * @throws {MalformedEvent} if it has another form, or no such time exists.
 */
export function stampOf(
  text: string,
  tzid: string | null,
  what: string,
  dateOnly = false,
): Stamp {
  const [matched, ...parts] = STAMP.exec(text) ?? [];
  if (matched === undefined) throw malformed(what, text);
  const [year, month, day, hour, minute, second] = parts.slice(0, 6)
    .map((part) => Number(part ?? 0)) as [
      ...[number, number, number],
      ...[number, number, number],
    ];
  // The end of a day may be written as its hour 24.
  const isEndOfDay = hour === 24 && minute === 0 && second === 0;
  const exists = isDate(year, month, day) &&
    (hour < 24 || isEndOfDay) && minute < 60 && second <= 60;
  if (!exists) throw malformed(what, text);
  const midnight = dayOf(year, month, day) * SECONDS_PER_DAY;
  if (dateOnly || parts[3] === undefined) {
    return { wall: midnight, zone: null, dated: true };
  }
  // No clock here has a leap second: it becomes the second before it.
  const ofDay = hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE +
    Math.min(second, 59);
  const [, offset] = parts.slice(5);
  return {
    wall: midnight + ofDay - offsetSecondsOf(offset),
    zone: offset === undefined ? tzid : "UTC",
    dated: false,
  };
}

/** Whether there is such a date. */
export function isDate(year: number, month: number, day: number): boolean {
  const date = dateOf(dayOf(year, month, day));
  return year > 0 && date.month === month && date.day === day;
}

/** `Z`, `+0100` or `+01:00` in seconds. */
function offsetSecondsOf(offset: string | undefined): number {
  const [, sign, hours, minutes] =
    /^([+-])(\d\d):?(\d\d)$/.exec(offset ?? "") ??
      [];
  const size = Number(hours ?? 0) * SECONDS_PER_HOUR +
    Number(minutes ?? 0) * SECONDS_PER_MINUTE;
  return sign === "-" ? -size : size;
}

/**
 * Reads `P1D`, `PT8H30M`, `P2W`. Weeks and days go by the wall clock, the rest is
 * exact (RFC 5545, 3.3.6).
 *
 * @param what The property, for the error.
 * @throws {MalformedEvent} if it is not a duration.
 */
export function lengthOf(text: string, what: string): Length {
  const [matched, sign, ...parts] = DURATION.exec(text) ?? [];
  if (matched === undefined || !/\d/.test(text)) throw malformed(what, text);
  const [weeks, days, moreDays, hours, minutes, seconds] = parts.map((part) =>
    Number(part ?? 0)
  ) as [number, number, number, number, number, number];
  const factor = sign === "-" ? -1 : 1;
  return {
    nominal: factor * (weeks * 7 + days + moreDays) * SECONDS_PER_DAY,
    exact: factor *
      (hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + seconds),
  };
}

function malformed(what: string, text: string): MalformedEvent {
  return new MalformedEvent(`its ${what} is not valid: "${excerpt(text)}"`);
}

/** A date; `month` is 1 for January. */
interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

const DAYS_OF_400_YEARS = 146_097;
/** Days from the first of March of the year 0 to 1970. */
const UNTIL_1970 = 719_468;

/**
 * The number of days from 1970-01-01 to a date. Years are counted from March, so
 * that the leap day is a year's last.
 */
export function dayOf(year: number, month: number, day: number): number {
  const counted = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(counted / 400);
  const yearOfCycle = counted - cycle * 400;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) -
    Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * DAYS_OF_400_YEARS + dayOfCycle - UNTIL_1970;
}

/** The date that is `day` days after 1970-01-01. */
export function dateOf(day: number): CalendarDate {
  const date = new Date(day * DAY);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** The weekday of a day; 0 for Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The day of a wall time. */
export function dayOfWall(wall: number): number {
  return Math.floor(wall / SECONDS_PER_DAY);
}
