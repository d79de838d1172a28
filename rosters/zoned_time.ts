import { DAY, HOUR, MINUTE, SECOND } from "@std/datetime";
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

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Zones reach from UTC-12 to UTC+14. */
const FURTHEST_EAST = 14 * HOUR / SECOND;
const FURTHEST_WEST = 12 * HOUR / SECOND;

/**
 * When a wall clock in the zone (an IANA name) shows that time, in Unix
 * seconds. What a change of clocks shows twice is the first of the two; what it
 * leaves out is as much later as it leaves out (RFC 5545, 3.3.5).
 *
 * @throws {RangeError} when there is no such zone.
 */
export function instantOf(wall: WallTime, timeZone: string): number {
  const asUtc = utcSecondsOf(wall);
  const day = DAY / SECOND;
  // The clocks differ from UTC by the one or the other, whatever happens that day.
  const before = offsetAt(asUtc - day, timeZone);
  const after = offsetAt(asUtc + day, timeZone);
  const candidates = [asUtc - before, asUtc - after];
  const exact = candidates.filter((at) =>
    at + offsetAt(at, timeZone) === asUtc
  );
  return exact.length > 0 ? Math.min(...exact) : asUtc - before;
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
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = utcSecondsOf(wallTimeAt(quarter, timeZone)) - quarter;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(quarter, offset);
  }
  return offset;
}

/** Clocks change on quarters of an hour alone; a format takes long. */
const QUARTER = 15 * MINUTE / SECOND;
const MOST_KNOWN = 20_000;
const offsets = new Map<string, Map<number, number>>();

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
  const [, year, month, day] = DATE.exec(date)!.map(Number);
  return instantOf({
    year: year!,
    month: month!,
    day: day!,
    hour: 0,
    minute: 0,
    second: 0,
  }, timeZone);
}

/** Whether it is any of these days anywhere on earth at `at` (Unix seconds). */
export function isAnywhere(days: Days, at: number): boolean {
  const { start, end } = spanOf(days, "UTC");
  return start - FURTHEST_EAST <= at && at < end + FURTHEST_WEST;
}

/** Whether a text is a day of the calendar, `2026-03-02`. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
