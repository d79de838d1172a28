import ICAL from "ical.js";
import { SECONDS_PER_DAY } from "../../time.ts";
import { type Length, lengthOf, type Stamp, stampOf } from "./date_time.ts";
import { excerpt, MalformedEvent, nameOfEvent } from "./errors.ts";
import { type Rule, ruleOf } from "./rule.ts";
import type { Component } from "./scan.ts";

/** A content line, parsed by `ical.js`. */
export interface Property {
  /** In lower case. */
  name: string;
  /** By name in lower case. */
  params: Readonly<Record<string, unknown>>;
  /** A text without its escapes; the parts of a rule. */
  value: unknown;
  /** The raw text after the last colon. `ical.js` reads times less strictly. */
  tail: string;
}

/**
 * Parses a line.
 *
 * @throws {MalformedEvent} if it does not follow iCalendar's grammar.
 */
export function propertyOf(line: string): Property {
  try {
    const [name, params, , value] = ICAL.parse.property(line) as [
      string,
      Record<string, unknown>,
      string,
      unknown,
    ];
    const tail = line.slice(line.lastIndexOf(":") + 1).trim();
    return { name, params, value, tail };
  } catch (error) {
    throw new MalformedEvent(
      `its line "${excerpt(line)}" is not valid: ${
        excerpt(error instanceof Error ? error.message : String(error))
      }`,
    );
  }
}

/** The text of a parameter, or `null`. */
export function paramOf({ params }: Property, name: string): string | null {
  const value = params[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The value of a text property, or `""`. */
export function textOf(property: Property | undefined): string {
  return typeof property?.value === "string" ? property.value.trim() : "";
}

/** The fields that identify an event and its version. */
export interface EventHead {
  component: Component;
  /** `""` if it has none. */
  uid: string;
  /** The instance of that UID's event that it replaces, as written. */
  instance: string | null;
  sequence: number;
  /** Its name in errors. */
  name: string;
  summary: string;
  properties: Property[];
  /** The error of the first line that does not follow the grammar. */
  broken: MalformedEvent | null;
}

/**
 * Parses an event's lines. It does not throw for a malformed line: `timesOf`
 * does, when the event has a name for the error.
 */
export function headOf(component: Component): EventHead {
  const properties: Property[] = [];
  let broken: MalformedEvent | null = null;
  for (const line of component.lines) {
    try {
      properties.push(propertyOf(line));
    } catch (error) {
      if (!(error instanceof MalformedEvent)) throw error;
      broken ??= error;
    }
  }
  const of = (name: string) => properties.find((each) => each.name === name);
  const uid = textOf(of("uid"));
  const summary = textOf(of("summary"));
  const name = nameOfEvent({ uid, summary, line: component.line });
  const sequence = Number(of("sequence")?.tail ?? 0);
  return {
    component,
    uid,
    instance: of("recurrence-id")?.tail ?? null,
    sequence: Number.isFinite(sequence) ? sequence : 0,
    name,
    summary,
    properties,
    broken,
  };
}

export function isCancelled({ properties }: EventHead): boolean {
  const status = properties.find(({ name }) => name === "status");
  return textOf(status).toUpperCase() === "CANCELLED";
}

/** The events of one UID, in their latest versions. */
export interface Series {
  /** The events themselves: one, unless a feed gives several the same UID. */
  events: EventHead[];
  /** Instances that were changed or cancelled one by one. */
  changed: EventHead[];
}

/**
 * Groups events by UID and keeps their latest versions, by `SEQUENCE`. Two with
 * the same `SEQUENCE` count as two events: some programs give all events the
 * same UID, and none of them may be lost.
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

/** Where an occurrence ends: at a stamp, or after a length. */
export type Ending = { until: Stamp } | { length: Length };

/** The times of an event. */
export interface EventTimes {
  /** `DTSTART` */
  start: Stamp;
  /** `DTEND` or `DURATION` */
  ending: Ending;
  /** `RRULE` */
  rules: Rule[];
  /** `EXRULE` */
  exceptRules: Rule[];
  /** `RDATE` */
  dates: { start: Stamp; ending: Ending | null }[];
  /** `EXDATE` */
  exceptDates: Stamp[];
  /** `RECURRENCE-ID` */
  replaces: Stamp | null;
}

/**
 * Reads the times of an event.
 *
 * @throws {MalformedEvent} if it has none, or they are not valid.
 */
export function timesOf({ properties, broken }: EventHead): EventTimes {
  if (broken !== null) throw broken;
  const all = (name: string) =>
    properties.filter((property) => property.name === name);
  const one = (name: string) => {
    const [property] = all(name);
    return property === undefined
      ? null
      : stampOf(property.tail, paramOf(property, "tzid"), name.toUpperCase());
  };
  const start = one("dtstart");
  if (start === null) throw new MalformedEvent("it has no DTSTART");
  const [replacing] = all("recurrence-id");
  if (replacing && paramOf(replacing, "range") !== null) {
    throw new MalformedEvent(
      "it changes an instance and all that follow (RANGE=THISANDFUTURE), " +
        "which cannot be read: split the series in the calendar",
    );
  }
  return {
    start,
    ending: endingOf(start, one("dtend"), all("duration")[0]),
    rules: rulesOf(all("rrule"), start),
    exceptRules: rulesOf(all("exrule"), start),
    dates: all("rdate").flatMap(datesOf),
    exceptDates: all("exdate").flatMap((property) =>
      textsOf(property).map((text) =>
        stampOf(text, paramOf(property, "tzid"), "EXDATE")
      )
    ),
    replaces: one("recurrence-id"),
  };
}

function rulesOf(properties: readonly Property[], start: Stamp): Rule[] {
  return properties.map(({ value, tail }) => ruleOf(value, tail, start));
}

/** Without `DTEND` and `DURATION`, a date lasts a day and a time no time. */
function endingOf(
  start: Stamp,
  end: Stamp | null,
  duration: Property | undefined,
): Ending {
  if (end === null) {
    const length = duration
      ? lengthOf(duration.tail, "DURATION")
      : { nominal: start.dated ? SECONDS_PER_DAY : 0, exact: 0 };
    if (start.dated && length.exact !== 0) {
      throw new MalformedEvent("it lasts hours but begins on a date");
    }
    return { length };
  }
  if (end.dated !== start.dated) {
    throw new MalformedEvent(
      "of its DTSTART and DTEND one is a date and the other has a time",
    );
  }
  // Some programs write the same date twice for one day.
  if (end.dated && end.wall === start.wall) {
    return { length: { nominal: SECONDS_PER_DAY, exact: 0 } };
  }
  return { until: end };
}

/** An `RDATE` may have its own end (`VALUE=PERIOD`). */
function datesOf(property: Property): EventTimes["dates"] {
  const tzid = paramOf(property, "tzid");
  return textsOf(property).map((text) => {
    const [from = "", to] = text.split("/");
    const start = stampOf(from, tzid, "RDATE");
    const ending = to === undefined
      ? null
      : /^[+-]?P/.test(to)
      ? { length: lengthOf(to, "RDATE") }
      : { until: stampOf(to, tzid, "RDATE") };
    return { start, ending };
  });
}

function textsOf({ tail }: Property): string[] {
  return tail.split(",").map((text) => text.trim());
}
