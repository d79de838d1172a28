import { SECOND } from "@std/datetime";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../time.ts";
import type { Days } from "./port.ts";

/** A date and a time of day as a wall clock shows them. */
interface WallTime {
  year: number;
  /** 1 for January. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** A time zone. */
export interface Zone {
  /** How far the zone's clocks are ahead of UTC at `at` (Unix seconds), in seconds. */
  offsetAt(at: number): number;
}

/**
 * The instant at which a zone's wall clock shows a time. Of a time that the clock
 * shows twice, the first counts. A time that the clock skips is moved by the
 * skipped duration (RFC 5545, 3.3.5).
 *
 * @param wall What the clock shows, as Unix seconds of the same time in UTC.
 * @returns Unix seconds.
 */
export function instantIn(zone: Zone, wall: number): number {
  // The offset is one of these two, even if clocks change that day.
  const before = zone.offsetAt(wall - SECONDS_PER_DAY);
  const after = zone.offsetAt(wall + SECONDS_PER_DAY);
  if (before === after) return wall - before;
  const exact = [wall - before, wall - after].filter((at) =>
    at + zone.offsetAt(at) === wall
  );
  return exact.length > 0 ? Math.min(...exact) : wall - before;
}

/** Clocks change only on quarters of an hour, and formatting takes long. */
const QUARTER_SECONDS = 15 * SECONDS_PER_MINUTE;
/** Limit for all zones together, because an isolate lives longer than one reading. */
const OFFSET_LIMIT = 100_000;
const offsets = new Map<string, Map<number, number>>();
let offsetCount = 0;

/**
 * How far a zone's clocks are ahead of UTC.
 *
 * @param at Unix seconds.
 * @param timeZone An IANA name.
 * @returns seconds.
 * @throws {RangeError} if there is no such zone.
 */
export function offsetAt(at: number, timeZone: string): number {
  const quarter = Math.floor(at / QUARTER_SECONDS) * QUARTER_SECONDS;
  let known = offsets.get(timeZone);
  let offset = known?.get(quarter);
  if (offset === undefined) {
    offset = utcSecondsOf(wallTimeAt(quarter, timeZone)) - quarter;
    if (++offsetCount > OFFSET_LIMIT) {
      offsets.clear();
      known = undefined;
      offsetCount = 1;
    }
    if (known === undefined) offsets.set(timeZone, known = new Map());
    known.set(quarter, offset);
  }
  return offset;
}

/** Unix seconds at which a clock in UTC shows the time. */
function utcSecondsOf(wall: WallTime): number {
  const { year, month, day, hour, minute, second } = wall;
  const date = new Date(0);
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime() / SECOND;
}

/**
 * The date and time that a clock in a zone shows.
 *
 * @param at Unix seconds.
 * @param timeZone An IANA name.
 * @throws {RangeError} if there is no such zone.
 */
export function wallTimeAt(at: number, timeZone: string): WallTime {
  const parts = new Map(
    formatOf(timeZone).formatToParts(at * SECOND).map((
      { type, value },
    ) => [type as string, Number(value)]),
  );
  const of = (name: string) => parts.get(name) ?? 0;
  return {
    year: of("year"),
    month: of("month"),
    day: of("day"),
    hour: of("hour"),
    minute: of("minute"),
    second: of("second"),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are kept: making one takes far longer than using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, made);
  return made;
}

/** Whether a text is a date that exists, such as `2026-03-02`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

/**
 * The date in a zone.
 *
 * @param at Unix seconds.
 * @param timeZone An IANA name.
 * @returns `2026-03-02`.
 * @throws {RangeError} if there is no such zone.
 */
export function dayAt(at: number, timeZone: string): string {
  const { year, month, day } = wallTimeAt(at, timeZone);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, "0");
}

/** Dates before and after these are written differently. */
const FIRST_DATE = Date.parse("0000-01-01T00:00:00Z") / SECOND;
const LAST_DATE = Date.parse("9999-12-31T00:00:00Z") / SECOND;

/**
 * The date in UTC, or the nearest one in the years 0 to 9999.
 *
 * @param at Unix seconds.
 * @returns `2026-03-02`.
 */
export function utcDayAt(at: number): string {
  const within = Math.min(Math.max(at, FIRST_DATE), LAST_DATE);
  return new Date(within * SECOND).toISOString().slice(0, "2026-03-02".length);
}

/** The date `count` days later, or earlier if it is negative. */
export function daysAfter(date: string, count: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + count);
  return utcDayAt(day.getTime() / SECOND);
}

/**
 * When whole days begin and end in a zone.
 *
 * @param timeZone An IANA name.
 * @returns Unix seconds; the end is not included.
 * @throws {RangeError} if there is no such zone.
 *
 * @example
 * spanOf({ from: "2026-03-29", until: "2026-03-30" }, "Europe/Berlin");
 * // 23 hours: the clocks change that night
 */
export function spanOf(
  days: Days,
  timeZone: string,
): { start: number; end: number } {
  return {
    start: midnightOf(days.from, timeZone),
    end: midnightOf(days.until, timeZone),
  };
}

/** When a date begins in a zone. Clocks may skip midnight. */
function midnightOf(date: string, timeZone: string): number {
  const zone = { offsetAt: (at: number) => offsetAt(at, timeZone) };
  return instantIn(zone, Date.parse(`${date}T00:00:00Z`) / SECOND);
}

/** Zones reach from UTC-12 to UTC+14. */
const FURTHEST_EAST_SECONDS = 14 * SECONDS_PER_HOUR;
const FURTHEST_WEST_SECONDS = 12 * SECONDS_PER_HOUR;

/** From where on earth the days begin first to where they end last. */
export function spanAnywhere(days: Days): { start: number; end: number } {
  const { start, end } = spanOf(days, "UTC");
  return {
    start: start - FURTHEST_EAST_SECONDS,
    end: end + FURTHEST_WEST_SECONDS,
  };
}

/** Whether it is one of these days anywhere on earth at `at` (Unix seconds). */
export function isAnywhere(days: Days, at: number): boolean {
  const { start, end } = spanAnywhere(days);
  return start <= at && at < end;
}
