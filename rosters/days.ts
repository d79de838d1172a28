import { SECOND } from "@std/datetime";
import { wallTimeAt } from "./zoned_time.ts";

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
