import type { ValidatedSource } from "../sources.ts";
import { nameMatcher } from "../name_pattern.ts";
import { readingOf } from "../http/oncall_periods.ts";
import type { ReadingWindow, RosterReading } from "../port.ts";
import { Budget } from "./budget.ts";
import { excerpt, MalformedEventLog } from "./errors.ts";
import { headOf, seriesOf } from "./event.ts";
import { readSeries } from "./read_series.ts";
import type { Reading } from "./reading.ts";
import { type Feed, scan } from "./scan.ts";
import { needsReading } from "./window_filter.ts";
import { Zones } from "./zones.ts";

const LONGEST_LABEL = 200;

/**
 * Reads the shifts of all people from a calendar.
 *
 * @param text The feed as it came.
 * @param timeZone The zone of times without one, and of whole days until their
 * person's zone is known; an IANA name.
 * @throws {UnreadableFeed} if it cannot be read as a whole.
 */
export function readCalendar(
  text: string,
  source: ValidatedSource<"ical">,
  window: ReadingWindow,
  timeZone: string,
): RosterReading {
  const feed = scan(text);
  const budget = new Budget();
  const own = namesOf(feed);
  const label = source.label ?? (own.label || source.id);
  const reading: Reading = {
    source,
    window,
    timeZone,
    match: source.match === null ? null : nameMatcher([source.match].flat()),
    zones: new Zones(own.zone || timeZone, feed.zones, budget),
    budget,
    label,
    periods: [],
    malformed: new MalformedEventLog(source.id),
  };
  const near = feed.events.filter(needsReading(feed.events, window));
  for (const series of seriesOf(near.map(headOf))) readSeries(series, reading);
  const named = [{ schedule: source.id, name: label }];
  const read = readingOf(source, window, reading.periods, named);
  const { unreadable, rejected } = reading.malformed;
  return { ...read, unreadable, rejected: [...rejected, ...read.rejected] };
}

/** The calendar's own name and zone, for which RFC 5545 has no property. */
function namesOf({ lines }: Feed): { label: string; zone: string } {
  const of = (name: string) => {
    const start = new RegExp(`^${name}[:;]`, "i");
    const line = lines.find((line) => start.test(line));
    const value = line?.slice(line.indexOf(":") + 1) ?? "";
    return value.replace(/\\([\\,;])/g, "$1").trim();
  };
  const label = of("X-WR-CALNAME") || of("NAME");
  return { label: excerpt(label, LONGEST_LABEL), zone: of("X-WR-TIMEZONE") };
}
