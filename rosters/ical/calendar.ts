import type { ValidatedSource } from "../sources.ts";
import { type OncallPeriod, reaches, readingOf } from "../http/stretch.ts";
import { LONGEST_SEARCHED } from "../handle.ts";
import type { ReadingWindow, RosterIdentity, RosterReading } from "../port.ts";
import { spanOf } from "../zoned_time.ts";
import { Budget } from "./budget.ts";
import { concernedBy } from "./concerned.ts";
import {
  type EventHead,
  type EventTimes,
  headOf,
  isCancelled,
  timesOf,
} from "./event.ts";
import { type Occurrence, occurrencesOf } from "./occurrences.ts";
import { mayReach, needsReading } from "./far_away.ts";
import { type Feed, scan } from "./scan.ts";
import { excerpt, SenselessEvent } from "./senseless.ts";
import { MalformedEvents } from "./senseless_events.ts";
import { type Series, seriesOf } from "./versions.ts";
import type { Stamp } from "./stamp.ts";
import { Zones } from "./zones.ts";

const LONGEST_LABEL = 200;

/** What reading needs beside the feed. */
interface Reading {
  source: ValidatedSource<"ical">;
  window: ReadingWindow;
  timeZone: string;
  match: RegExp | null;
  zones: Zones;
  budget: Budget;
  label: string;
  stretches: OncallPeriod[];
  senseless: MalformedEvents;
}

/**
 * Everybody's shifts by a calendar.
 *
 * @param text The feed as it came.
 * @param timeZone The zone of times that name none, and of whole days until
 * their person's is known; an IANA name.
 * @throws {UnreadableFeed} when it cannot be read as a whole.
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
    match: source.match === null ? null : new RegExp(source.match, "iu"),
    zones: new Zones(own.zone || timeZone, feed.zones, budget),
    budget,
    label,
    stretches: [],
    senseless: new MalformedEvents(source.id),
  };
  const near = feed.events.filter(needsReading(feed.events, window));
  for (const series of seriesOf(near.map(headOf))) readSeries(series, reading);
  const named = [{ schedule: source.id, name: label }];
  const read = readingOf(source, window, reading.stretches, named);
  const { unreadable, rejected } = reading.senseless;
  return { ...read, unreadable, rejected: [...rejected, ...read.rejected] };
}

/** The calendar's own name and zone, as programs other than RFC 5545's give them. */
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

/** The event without the instances that were changed, and those. */
function readSeries({ events, changed }: Series, reading: Reading): void {
  // Whoever calls an event off calls off what was changed of it.
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
    // Not knowing which instances hold, none is taken.
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

function take(
  head: EventHead,
  times: EventTimes,
  replaced: readonly Stamp[],
  reading: Reading,
): void {
  const { zones, budget, window, source, label, stretches } = reading;
  const found = occurrencesOf(times, replaced, window, zones, budget)
    .map((one) => spanned(one, reading))
    .filter((one) => reaches(one, window));
  // Whom an event of another time is about does not matter.
  if (found.length === 0) return;
  if (found.some(({ start, end }) => end < start)) {
    throw new SenselessEvent("it ends before it starts");
  }
  const people = concernedBy(head, source);
  budget.takeShifts(found.length * people.length);
  for (const occurrence of found) {
    for (const identity of people) {
      stretches.push({
        identity,
        schedule: source.id,
        label,
        level: 1,
        ...occurrence,
      });
    }
  }
}

function spanned(one: Occurrence, { timeZone }: Reading): Occurrence {
  return one.days ? { ...one, ...spanOf(one.days, timeZone) } : one;
}

function matches({ summary }: EventHead, { match }: Reading): boolean {
  return match === null || match.test(summary.slice(0, LONGEST_SEARCHED));
}

/**
 * Whether it went well. Of an event that makes no sense it is not known when its
 * people are on shift, of which `lost` are the events that are missing for it;
 * it is reported if one of them is looked for.
 */
function attempt(
  head: EventHead,
  lost: readonly EventHead[],
  reading: Reading,
  action: () => void,
): boolean {
  reading.budget.turnTo(head.name);
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof SenselessEvent)) throw error;
    const missed = lost.filter((each) => matches(each, reading));
    if (missed.length > 0) {
      const reason = `${head.name}: ${error.message}`;
      reading.senseless.add(
        reason,
        missed.flatMap((each) => peopleOf(each, reading)),
      );
    }
    return false;
  }
}

/** Whose shifts an event may have been within the window, as far as it says. */
function peopleOf(
  event: EventHead,
  { source, window }: Reading,
): RosterIdentity[] {
  if (isCancelled(event) || !mayReach(event.component, window)) return [];
  try {
    return concernedBy(event, source);
  } catch (error) {
    if (error instanceof SenselessEvent) return [];
    throw error;
  }
}
