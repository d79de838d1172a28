/**
 * Reads a large calendar in a process of its own. Run as a program, it prints what
 * that took as one line of JSON.
 */
import { readCalendar } from "../../rosters/ical/calendar.ts";
import { bigFeed } from "../../tests/rosters/ical/big_feeds.ts";
import { NOVEMBER, SOURCE } from "../../tests/rosters/ical/feed.ts";
import { cpuMs, fastestOf, peakBytes } from "./own_process.ts";

export interface CalendarReading {
  events: number;
  shifts: number;
  /** In seconds of the processor. */
  seconds: number;
  /** What the reading added to the process's largest resident set, in bytes. */
  bytes: number;
}

const EVENTS = 20_000;

/** Reads 20 000 events of 6 MB, most of them recurring and years old. */
export async function measureCalendar(): Promise<CalendarReading> {
  return await fastestOf(import.meta.url);
}

function read(): CalendarReading {
  const text = bigFeed(EVENTS);
  const before = peakBytes();
  const begun = cpuMs();
  const { shifts } = readCalendar(text, SOURCE, NOVEMBER, "UTC");
  return {
    events: EVENTS,
    shifts: shifts.length,
    seconds: (cpuMs() - begun) / 1000,
    bytes: peakBytes() - before,
  };
}

if (import.meta.main) console.log(JSON.stringify(read()));
