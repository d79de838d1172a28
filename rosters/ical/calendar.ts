import type { SoundSource } from "../../config/sources.ts";
import type { Rejected } from "../../reconciler/shift.ts";
import type { ReadingWindow, RosterReading } from "../port.ts";
import { reaches, readingOf, type Stretch } from "../reading/stretch.ts";
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
import { needsReading } from "./far_away.ts";
import { type Feed, scan } from "./scan.ts";
import { excerpt, SenselessEvent } from "./senseless.ts";
import { type Series, seriesOf } from "./versions.ts";
import type { Stamp } from "./stamp.ts";
import { Zones } from "./zones.ts";

/** More of them say no more. */
const MOST_REASONS = 20;
const LONGEST_LABEL = 200;

/** What reading needs beside the feed. */
interface Reading {
  source: SoundSource<"ical">;
  window: ReadingWindow;
  timeZone: string;
  match: RegExp | null;
  zones: Zones;
  budget: Budget;
  label: string;
  stretches: Stretch[];
  reasons: string[];
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
  source: SoundSource<"ical">,
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
    reasons: [],
  };
  const near = feed.events.filter(needsReading(feed.events, window));
  for (const series of seriesOf(near.map(headOf))) readSeries(series, reading);
  const named = [{ schedule: source.id, name: label }];
  const read = readingOf(source, window, reading.stretches, named);
  return { ...read, rejected: [...rejectedOf(reading), ...read.rejected] };
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
    const read = attempt(head, [head, ...events], reading, () => {
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
  return match === null || match.test(summary);
}

/**
 * Whether it went well. An event that makes no sense is reported, if it or
 * another of `concerned` is one that is looked for.
 */
function attempt(
  head: EventHead,
  concerned: readonly EventHead[],
  reading: Reading,
  action: () => void,
): boolean {
  reading.budget.turnTo(head.name);
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof SenselessEvent)) throw error;
    if (concerned.some((each) => matches(each, reading))) {
      reading.reasons.push(`${head.name}: ${error.message}`);
    }
    return false;
  }
}

function rejectedOf({ reasons, source }: Reading): Rejected[] {
  const listed = reasons.slice(0, MOST_REASONS);
  if (listed.length < reasons.length) {
    // Not how many: each other number would be reported anew.
    listed.push("more events make no sense");
  }
  return listed.map((reason) => ({ source: source.id, reason }));
}
