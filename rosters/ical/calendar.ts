import type { ValidatedSource } from "../sources.ts";
import {
  type OncallPeriod,
  reaches,
  readingOf,
} from "../http/oncall_periods.ts";
import { nameMatcher } from "../name_pattern.ts";
import type { ReadingWindow, RosterIdentity, RosterReading } from "../port.ts";
import { spanOf } from "../zoned_time.ts";
import { Budget } from "./budget.ts";
import type { Stamp } from "./date_time.ts";
import { excerpt, MalformedEvent, MalformedEventLog } from "./errors.ts";
import {
  type EventHead,
  type EventTimes,
  headOf,
  isCancelled,
  type Series,
  seriesOf,
  timesOf,
} from "./event.ts";
import { peopleOfEvent } from "./event_people.ts";
import { type Occurrence, occurrencesOf } from "./occurrences.ts";
import { type Feed, scan } from "./scan.ts";
import { mayReach, needsReading } from "./window_filter.ts";
import { Zones } from "./zones.ts";

const LONGEST_LABEL = 200;

/** The state of one reading: its input besides the feed, and its results. */
interface Reading {
  source: ValidatedSource<"ical">;
  window: ReadingWindow;
  timeZone: string;
  match: ((summary: string) => boolean) | null;
  zones: Zones;
  budget: Budget;
  label: string;
  periods: OncallPeriod[];
  malformed: MalformedEventLog;
}

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

/** Reads an event without its changed instances, and then these. */
function readSeries({ events, changed }: Series, reading: Reading): void {
  // A cancelled event cancels its changed instances, too.
  if (events.length > 0 && events.every(isCancelled)) return;
  const replaced: Stamp[] = [];
  const moved: { head: EventHead; times: EventTimes }[] = [];
  for (const head of changed) {
    const all = [...changed, ...events];
    const read = attempt(head, all, reading, () => {
      const times = timesOf(head);
      replaced.push(times.replaces!);
      if (!isCancelled(head)) moved.push({ head, times });
    });
    // It is unknown which instance this one replaces, so none is taken.
    if (!read) return;
  }
  for (const head of events) {
    if (isCancelled(head) || !matches(head, reading)) continue;
    attempt(head, [head], reading, () => {
      take(head, timesOf(head), replaced, reading);
    });
  }
  for (const { head, times } of moved) {
    if (!matches(head, reading)) continue;
    attempt(head, [head], reading, () => take(head, times, [], reading));
  }
}

/**
 * Adds a period for each person and each occurrence within the window.
 *
 * @throws {MalformedEvent} if the event says no time or no person.
 */
function take(
  head: EventHead,
  times: EventTimes,
  replaced: readonly Stamp[],
  reading: Reading,
): void {
  const { zones, budget, window, source, label, periods } = reading;
  const found = occurrencesOf(times, replaced, window, zones, budget)
    .map((one) => spanned(one, reading))
    .filter((one) => reaches(one, window));
  // The people of an event at another time do not matter.
  if (found.length === 0) return;
  if (found.some(({ start, end }) => end < start)) {
    throw new MalformedEvent("it ends before it starts");
  }
  const people = peopleOfEvent(head, source);
  budget.takeShifts(found.length * people.length);
  for (const occurrence of found) {
    for (const identity of people) {
      periods.push({
        identity,
        schedule: source.id,
        label,
        level: 1,
        ...occurrence,
      });
    }
  }
}

/** Whole days as times in the configured zone. */
function spanned(one: Occurrence, { timeZone }: Reading): Occurrence {
  return one.days ? { ...one, ...spanOf(one.days, timeZone) } : one;
}

function matches({ summary }: EventHead, { match }: Reading): boolean {
  return match === null || match(summary);
}

/**
 * Runs an action. Reports a malformed event if `match` selects one of the events
 * that are lost by it.
 *
 * @param lost The events that cannot be read if this one is malformed.
 * @returns whether the event was well-formed.
 */
function attempt(
  head: EventHead,
  lost: readonly EventHead[],
  reading: Reading,
  action: () => void,
): boolean {
  reading.budget.chargeTo(head.name);
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof MalformedEvent)) throw error;
    const missed = lost.filter((each) => matches(each, reading));
    if (missed.length > 0) {
      const reason = `${head.name}: ${error.message}`;
      reading.malformed.add(
        reason,
        missed.flatMap((each) => affectedPeople(each, reading)),
      );
    }
    return false;
  }
}

/** The people who may have a shift by this event in the window, as far as it says. */
function affectedPeople(
  event: EventHead,
  { source, window }: Reading,
): RosterIdentity[] {
  if (isCancelled(event) || !mayReach(event.component, window)) return [];
  try {
    return peopleOfEvent(event, source);
  } catch (error) {
    if (error instanceof MalformedEvent) return [];
    throw error;
  }
}
