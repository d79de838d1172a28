import type { ValidatedSource } from "../sources.ts";
import {
  type OncallPeriod,
  reaches,
  readingOf,
} from "../http/oncall_periods.ts";
import { SEARCHED_CHARACTERS } from "../lookup_key.ts";
import type { ReadingWindow, RosterReading } from "../port.ts";
import { spanOf } from "../zoned_time.ts";
import { Budget } from "./budget.ts";
import type { Stamp } from "./date_time.ts";
import { excerpt, MalformedEvent, MalformedEventLog } from "./errors.ts";
import {
  type EventHead,
  headOf,
  isCancelled,
  isOutOfOffice,
  type Series,
  seriesOf,
} from "./event.ts";
import { type EventPeople, peopleOfEvent } from "./event_people.ts";
import {
  type EventTimes,
  instanceSpanOf,
  replacedBy,
  type Span,
  timesOf,
} from "./event_times.ts";
import {
  hasInstanceOn,
  type Occurrence,
  occurrencesOf,
  positionIn,
} from "./occurrences.ts";
import { type Feed, scan } from "./scan.ts";
import { mayReach, needsReading } from "./window_filter.ts";
import { Zones } from "./zones.ts";

const LONGEST_LABEL = 200;

/** The state of one reading: its input besides the feed, and its results. */
interface Reading {
  source: ValidatedSource<"ical">;
  window: ReadingWindow;
  timeZone: string;
  match: RegExp | null;
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
    match: source.match === null ? null : new RegExp(source.match, "iu"),
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

/** An event that changes an instance of a series, or all from an instance on. */
interface Change {
  head: EventHead;
  /** The instance. */
  replaces: Stamp;
  /** `null` if the instance is cancelled, or its times cannot be read. */
  span: Span | null;
}

/** Reads an event without its changed instances, and then these. */
function readSeries({ events, changed }: Series, reading: Reading): void {
  // A cancelled event cancels its changed instances, too.
  if (events.length > 0 && events.every(isCancelled)) return;
  const all = [...changed, ...events];
  const changes: Change[] = [];
  for (const head of changed) {
    let replaces: Stamp | null = null;
    const read = attempt(head, all, reading, () => {
      replaces = replacedBy(head);
    });
    // It is unknown which instance this one replaces, so none is taken.
    if (!read || replaces === null) return;
    const change: Change = { head, replaces, span: null };
    changes.push(change);
    if (isCancelled(head)) continue;
    attempt(head, [head], reading, () => {
      change.span = instanceSpanOf(head);
    });
  }
  const isPart = ({ head }: Change) => head.andLater && events.length > 0;
  const single = changes.filter((each) => !isPart(each));
  const later = changes.filter(isPart);
  const others = events.length === 1 ? later.map(({ head }) => head) : [];
  let valid = single;
  for (const head of events) {
    if (isCancelled(head)) continue;
    attempt(head, [head, ...others], reading, () => {
      const times = timesOf(head);
      // Events and changes may be thousands each.
      reading.budget.spend(valid.length + later.length * STEPS_OF_CHANGE);
      valid = valid.filter((each) => isCurrent(each, head, times, reading));
      takeParts(head, times, single, later, reading);
    });
  }
  for (const { head, span } of valid) {
    if (span === null || !matches(head, reading)) continue;
    attempt(head, [head], reading, () => {
      const { window, zones, budget } = reading;
      const times = { ...NO_RULES, ...span };
      take(head, occurrencesOf(times, [], window, zones, budget), reading);
    });
  }
}

const STEPS_OF_CHANGE = 5;
const NO_RULES = { rules: [], exceptRules: [], dates: [], exceptDates: [] };

/**
 * Whether a changed instance still counts. Some programs leave it in the feed when
 * a newer version of the series no longer has that instance.
 */
function isCurrent(
  { head, replaces }: Change,
  event: EventHead,
  times: EventTimes,
  { zones, budget }: Reading,
): boolean {
  return head.sequence >= event.sequence ||
    hasInstanceOn(times, replaces, zones, budget);
}

/** Takes a series in parts: from each change of all later instances another one. */
function takeParts(
  event: EventHead,
  times: EventTimes,
  single: readonly Change[],
  later: readonly Change[],
  reading: Reading,
): void {
  const { window, zones, budget } = reading;
  const replaced = single.map(({ replaces }) => replaces);
  const inOrder = later.map((change) => ({
    ...change,
    at: positionIn(times, change.replaces, zones),
  })).sort((a, b) => a.at - b.at);
  const parts = [{ head: event, replaces: null, span: null }, ...inOrder];
  for (const [index, { head, replaces, span }] of parts.entries()) {
    // Without a span, there are no such instances, or their times are not known.
    if (replaces !== null && span === null) continue;
    if (!matches(head, reading)) continue;
    const to = parts[index + 1]?.replaces ?? null;
    const part = { from: replaces, to, moved: span };
    take(
      head,
      occurrencesOf(times, replaced, window, zones, budget, part),
      reading,
    );
  }
}

/**
 * Adds a period for each person and each occurrence within the window.
 *
 * @throws {MalformedEvent} if the event ends before it starts, or names no person.
 */
function take(
  head: EventHead,
  occurrences: readonly Occurrence[],
  reading: Reading,
): void {
  const { window, source, label, periods, malformed, budget } = reading;
  const found = occurrences.map((one) => spanned(one, reading))
    .filter((one) => reaches(one, window));
  // The people of an event at another time do not matter.
  if (found.length === 0) return;
  if (found.some(({ start, end }) => end < start)) {
    throw new MalformedEvent("it ends before it starts");
  }
  const lasting = found.filter(({ start, end }) => end > start);
  // Told without its times, so that a series is told once.
  if (lasting.length < found.length) {
    malformed.add(`${head.name}: it has no length`, []);
  }
  if (lasting.length === 0) return;
  const { people, others } = peopleOfEvent(head, source);
  if (others !== null) malformed.addEverybody(`${head.name}: ${others}`);
  budget.takeShifts(lasting.length * people.length);
  for (const occurrence of lasting) {
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

/** Whether the source's settings choose the event. */
function matches(head: EventHead, { match, source }: Reading): boolean {
  if (source.out_of_office_only && !isOutOfOffice(head)) return false;
  return match === null ||
    match.test(head.summary.slice(0, SEARCHED_CHARACTERS));
}

/**
 * Runs an action. Reports a malformed event if the settings choose one of the
 * events that are lost by it.
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
  const { budget, malformed } = reading;
  budget.chargeTo(head.name);
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof MalformedEvent)) throw error;
    const missed = lost.filter((each) => matches(each, reading));
    if (missed.length === 0) return false;
    const reason = `${head.name}: ${error.message}`;
    const affected = missed.map((each) => affectedBy(each, reading));
    malformed.add(reason, affected.flatMap(({ people }) => people));
    if (affected.some(({ others }) => others !== null)) {
      malformed.addEverybody(reason);
    }
    return false;
  }
}

/** The people who may have a shift by this event in the window, as far as it says. */
function affectedBy(
  event: EventHead,
  { source, window }: Reading,
): EventPeople {
  const nobody = { people: [], others: null };
  if (isCancelled(event) || !mayReach(event.component, window)) return nobody;
  try {
    return peopleOfEvent(event, source);
  } catch (error) {
    if (error instanceof MalformedEvent) return nobody;
    throw error;
  }
}
