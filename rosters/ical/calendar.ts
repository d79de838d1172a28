import type { ValidatedSource } from "../sources.ts";
import type { Rejected, Unreadable } from "../../reconciler/shift.ts";
import {
  type OncallPeriod,
  reaches,
  readingOf,
} from "../http/oncall_periods.ts";
import { LONGEST_SEARCHED } from "../lookup_key.ts";
import type { ReadingWindow, RosterIdentity, RosterReading } from "../port.ts";
import { spanOf } from "../zoned_time.ts";
import { concernedBy } from "./event_people.ts";
import { Budget, excerpt, SenselessEvent } from "./errors.ts";
import {
  type EventHead,
  type EventTimes,
  headOf,
  isCancelled,
  timesOf,
} from "./event.ts";
import { mayReach, needsReading } from "./window_filter.ts";
import { type Occurrence, occurrencesOf } from "./occurrences.ts";
import { type Feed, scan } from "./scan.ts";
import type { Stamp } from "./date_time.ts";
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

/** The events of one UID, in their latest versions. */
export interface Series {
  /** The events themselves: one, unless a feed gives one UID to several. */
  events: EventHead[];
  /** Instances that were changed or cancelled one by one. */
  changed: EventHead[];
}

/**
 * Puts together what belongs to one event. Of several versions the one with the
 * highest `SEQUENCE` counts. Versions of the same are taken for several events:
 * programs that give all events one UID exist, and none of theirs may be lost.
 */
export function seriesOf(heads: readonly EventHead[]): Series[] {
  const latest = new Map<string, number>();
  for (const head of heads) {
    const key = versionKey(head);
    latest.set(key, Math.max(latest.get(key) ?? -Infinity, head.sequence));
  }
  const series = new Map<string, Series>();
  for (const head of heads) {
    if (head.sequence < latest.get(versionKey(head))!) continue;
    // An event without a UID belongs to no other.
    const key = head.uid === "" ? `line ${head.component.line}` : head.uid;
    const one = series.get(key) ?? { events: [], changed: [] };
    series.set(key, one);
    (head.instance === null ? one.events : one.changed).push(head);
  }
  return [...series.values()];
}

function versionKey({ uid, instance, component }: EventHead): string {
  return JSON.stringify([uid === "" ? component.line : uid, instance]);
}

/** More of them say no more. */
const MOST_NAMED = 20;

/**
 * The events of a calendar that make no sense. Whoever is named by one may be on
 * shift by it, so what they have is unreadable and not absent; one that names
 * nobody is rejected.
 */
export class MalformedEvents {
  readonly #source: string;
  /** Why, by whom it concerns. */
  readonly #people = new Map<string, string>();
  readonly #reasons = new Set<string>();
  #all: string | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  /** An event, why it makes no sense, and whose shifts it may have been. */
  add(reason: string, people: readonly RosterIdentity[]): void {
    if (people.length === 0) this.#reasons.add(reason);
    for (const { key } of people) {
      if (this.#people.has(key)) continue;
      if (this.#people.size === MOST_NAMED) {
        this.#all ??= `more than ${MOST_NAMED} people have events that make ` +
          `no sense, one of them ${reason}`;
        return;
      }
      this.#people.set(key, reason);
    }
  }

  /** Of too many people it is the whole calendar. */
  get unreadable(): Unreadable[] {
    const schedule = { source: this.#source, schedule: this.#source };
    if (this.#all !== null) return [{ ...schedule, reason: this.#all }];
    return [...this.#people].map(([identity, reason]) => ({
      ...schedule,
      identity,
      reason,
    }));
  }

  get rejected(): Rejected[] {
    const listed = [...this.#reasons].slice(0, MOST_NAMED);
    if (listed.length < this.#reasons.size) {
      // Not how many: each other number would be reported anew.
      listed.push("more events make no sense");
    }
    return listed.map((reason) => ({ source: this.#source, reason }));
  }
}
