/**
 * Durations in seconds, the unit of every instant in a record or an answer of
 * Slack's. What a clock waits for is in milliseconds: `@std/datetime` has those.
 */
import { DAY, HOUR, MINUTE, SECOND, WEEK } from "@std/datetime";

export const SECONDS_PER_MINUTE = MINUTE / SECOND;
export const SECONDS_PER_HOUR = HOUR / SECOND;
export const SECONDS_PER_DAY = DAY / SECOND;
export const SECONDS_PER_WEEK = WEEK / SECOND;

/** The last second of the year 9999. An instant in milliseconds by mistake is later. */
const LAST_SECOND = 253_402_300_799;

/** Whether a number is an instant that can be told and stored: Unix seconds from 1970 to the year 9999. */
export function isInstant(seconds: number): boolean {
  return seconds >= 0 && seconds <= LAST_SECOND;
}

/** Names found to be zones: making a formatter costs more than any other check. */
const knownZones = new Set<string>();

/** Whether the runtime knows this IANA time zone, such as `Europe/London`. */
export function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
  knownZones.add(name);
  return true;
}
