import { wallTimeAt } from "../../../rosters/zoned_time.ts";

/** The day that it is in the zone (an IANA name) at `at` (Unix seconds): `2026-03-02`. */
export function dayAt(at: number, timeZone: string): string {
  const { year, month, day } = wallTimeAt(at, timeZone);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}`;
}

/** The day so many days after another, or before it, both `2026-03-02`. */
export function daysAfter(date: string, count: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + count);
  return day.toISOString().slice(0, 10);
}
