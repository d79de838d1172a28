import type { ValidatedSource } from "../sources.ts";
import { type OncallPeriod, reaches } from "../http/oncall_periods.ts";
import type { ReadingWindow } from "../port.ts";
import { spanOf } from "../zoned_time.ts";
import type { Budget } from "./budget.ts";
import { malformedLine } from "./content_line.ts";
import { MalformedEvent, type MalformedEventLog } from "./errors.ts";
import {
  type EventHead,
  isCancelled,
  isOutOfOffice,
  tornChoice,
} from "./event.ts";
import { type EventPeople, peopleOfEvent } from "./event_people.ts";
import type { Occurrence } from "./occurrences.ts";
import { mayReach } from "./window_filter.ts";
import type { Zones } from "./zones.ts";

/** The state of one reading: its input besides the feed, and its results. */
export interface Reading {
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
 * Adds a period for each person and each occurrence within the window.
 *
 * @throws {MalformedEvent} if the event ends before it starts, or names no person.
 */
export function take(
  head: EventHead,
  occurrences: readonly Occurrence[],
  reading: Reading,
): void {
  const { window, source, label, periods, malformed, budget } = reading;
  const found = occurrences.map((one) => spanned(one, reading))
    .filter((one) => reaches(one, window));
  // The people of an event at another time do not matter.
  if (found.length === 0) return;
  const torn = tornLineOf(head, reading);
  if (torn !== null) throw malformedLine(torn);
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

/**
 * Whether the source's settings choose the event. One that cannot be chosen by is
 * chosen, so that it is reported.
 */
export function matches(head: EventHead, reading: Reading): boolean {
  const { match, source } = reading;
  if (tornLineOf(head, reading) !== null) return true;
  if (source.out_of_office_only && !isOutOfOffice(head)) return false;
  return match === null || match(head.summary);
}

/** The line by which the settings would choose the event, if it cannot be read. */
function tornLineOf(
  head: EventHead,
  { match, source }: Reading,
): string | null {
  return (source.out_of_office_only
    ? tornChoice(head, "out of office")
    : null) ??
    (match === null ? null : tornChoice(head, "summary"));
}

/**
 * Runs an action. Reports a malformed event if the settings choose one of the
 * events that are lost by it.
 *
 * @param lost The events that cannot be read if this one is malformed.
 * @returns whether the event was well-formed.
 */
export function attempt(
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
