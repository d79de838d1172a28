import { SECOND } from "@std/datetime";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../time.ts";
import type { Days } from "./port.ts";

/** A date and a time of day as a wall clock shows them; months from 1. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Zones reach from UTC-12 to UTC+14. */
const FURTHEST_EAST = 14 * SECONDS_PER_HOUR;
const FURTHEST_WEST = 12 * SECONDS_PER_HOUR;

/** What the clocks of a zone are ahead of UTC, in seconds, at Unix seconds. */
export interface Zone {
  offsetAt(at: number): number;
}

/**
 * When the zone's wall clock shows that time; Unix seconds. `wall` is what it
 * shows, in seconds, as if it showed UTC. What it shows twice is the first of
 * the two; what it leaves out is as much later as it leaves out (RFC 5545,
 * 3.3.5).
 */
export function instantIn(zone: Zone, wall: number): number {
  const day = SECONDS_PER_DAY;
  // The clocks differ from UTC by the one or the other, whatever happens that day.
  const before = zone.offsetAt(wall - day);
  const after = zone.offsetAt(wall + day);
  if (before === after) return wall - before;
  const exact = [wall - before, wall - after].filter((at) =>
    at + zone.offsetAt(at) === wall
  );
  return exact.length > 0 ? Math.min(...exact) : wall - before;
}

/** As if the clock showed UTC; Unix seconds. */
function utcSecondsOf(wall: WallTime): number {
  const { year, month, day, hour, minute, second } = wall;
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for others.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime() / SECOND;
}

/** What the zone's clocks are ahead of UTC, in seconds, at `at` (Unix seconds). */
export function offsetAt(at: number, timeZone: string): number {
  const quarter = Math.floor(at / QUARTER) * QUARTER;
  let known = offsets.get(timeZone);
  let offset = known?.get(quarter);
  if (offset === undefined) {
    offset = utcSecondsOf(wallTimeAt(quarter, timeZone)) - quarter;
    if (++kept > MOST_KEPT) {
      offsets.clear();
      known = undefined;
      kept = 1;
    }
    if (known === undefined) offsets.set(timeZone, known = new Map());
    known.set(quarter, offset);
  }
  return offset;
}

/** Clocks change on quarters of an hour alone; a format takes long. */
const QUARTER = 15 * SECONDS_PER_MINUTE;
/** Of all zones together: an isolate lives longer than a reading. */
const MOST_KEPT = 100_000;
const offsets = new Map<string, Map<number, number>>();
let kept = 0;

/** What a clock in the zone shows at `at` (Unix seconds). */
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

/** Made once: a format takes far longer to make than to use. */
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

/** When whole days begin and end in the zone; Unix seconds, the end not included. */
export function spanOf(
  days: Days,
  timeZone: string,
): { start: number; end: number } {
  return {
    start: midnightOf(days.from, timeZone),
    end: midnightOf(days.until, timeZone),
  };
}

/** When the day, `2026-03-02`, begins in the zone. Clocks may skip midnight. */
function midnightOf(date: string, timeZone: string): number {
  const zone = { offsetAt: (at: number) => offsetAt(at, timeZone) };
  return instantIn(zone, Date.parse(`${date}T00:00:00Z`) / SECOND);
}

/** Whether it is any of these days anywhere on earth at `at` (Unix seconds). */
export function isAnywhere(days: Days, at: number): boolean {
  const { start, end } = spanOf(days, "UTC");
  return start - FURTHEST_EAST <= at && at < end + FURTHEST_WEST;
}

/** Whether a text is a day of the calendar, `2026-03-02`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day that it is in the zone (an IANA name) at `at` (Unix seconds): `2026-03-02`. */
export function dayAt(at: number, timeZone: string): string {
  const { year, month, day } = wallTimeAt(at, timeZone);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, "0");
}

/** The day that it is in UTC at `at` (Unix seconds), of the years 0 to 9999: the nearest one of them. */
export function utcDayAt(at: number): string {
  const within = Math.min(Math.max(at, FIRST), LAST);
  return new Date(within * SECOND).toISOString().slice(0, "2026-03-02".length);
}

/** Years of more than four digits are written otherwise. */
const FIRST = Date.parse("0000-01-01T00:00:00Z") / SECOND;
const LAST = Date.parse("9999-12-31T00:00:00Z") / SECOND;

/** The day so many days after another, or before it, both `2026-03-02`. */
export function daysAfter(date: string, count: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + count);
  return utcDayAt(day.getTime() / SECOND);
}
