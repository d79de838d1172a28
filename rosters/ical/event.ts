import ICAL from "ical.js";
import {
  DAY_SECONDS,
  type Length,
  lengthOf,
  type Stamp,
  stampOf,
} from "./date_time.ts";
import { excerpt, nameOfEvent, SenselessEvent } from "./errors.ts";
import { type Rule, ruleOf } from "./rule.ts";
import type { Component } from "./scan.ts";

/** What tells an event from others and from its own earlier versions. */
export interface EventHead {
  component: Component;
  /** `""` where it has none. */
  uid: string;
  /** Which instance of the event of that UID it replaces, as written. */
  instance: string | null;
  sequence: number;
  /** As errors name it. */
  name: string;
  summary: string;
  properties: Property[];
  /** The first line that follows no grammar. */
  broken: SenselessEvent | null;
}

/** Where an instance of its own ends: at a stamp or after a length. */
export type Ending = { until: Stamp } | { length: Length };

/** The times of an event. */
export interface EventTimes {
  start: Stamp;
  ending: Ending;
  rules: Rule[];
  exceptRules: Rule[];
  dates: { start: Stamp; ending: Ending | null }[];
  exceptDates: Stamp[];
  /** `RECURRENCE-ID`. */
  replaces: Stamp | null;
}

/**
 * The head of an event. Lines that follow no grammar are for `timesOf` to
 * refuse, so that what they belong to has a name.
 */
export function headOf(component: Component): EventHead {
  const properties: Property[] = [];
  let broken: SenselessEvent | null = null;
  for (const line of component.lines) {
    try {
      properties.push(propertyOf(line));
    } catch (error) {
      if (!(error instanceof SenselessEvent)) throw error;
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

/**
 * When an event is.
 *
 * @throws {SenselessEvent} when it does not say, or not in sound terms.
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
  if (start === null) throw new SenselessEvent("it has no DTSTART");
  const [replacing] = all("recurrence-id");
  if (replacing && paramOf(replacing, "range") !== null) {
    throw new SenselessEvent(
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

/** Without `DTEND` and `DURATION` a date is a day, and a time is an instant. */
function endingOf(
  start: Stamp,
  end: Stamp | null,
  duration: Property | undefined,
): Ending {
  if (end === null) {
    const length = duration
      ? lengthOf(duration.tail, "DURATION")
      : { nominal: start.dated ? DAY_SECONDS : 0, exact: 0 };
    if (start.dated && length.exact !== 0) {
      throw new SenselessEvent("it lasts hours but begins on a date");
    }
    return { length };
  }
  if (end.dated !== start.dated) {
    throw new SenselessEvent(
      "of its DTSTART and DTEND one is a date and the other has a time",
    );
  }
  // Programs that mean one day write the same day twice.
  if (end.dated && end.wall === start.wall) {
    return { length: { nominal: DAY_SECONDS, exact: 0 } };
  }
  return { until: end };
}

/** An `RDATE` may bring an end of its own (`VALUE=PERIOD`). */
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

/** A content line as `ical.js` understands it. */
export interface Property {
  /** Lower case. */
  name: string;
  /** By their names in lower case. */
  params: Readonly<Record<string, unknown>>;
  /** Text without its escapes; of a rule its parts. */
  value: unknown;
  /** What stands after the last colon, which `ical.js` cuts up unseen. */
  tail: string;
}

/**
 * Reads a line.
 *
 * @throws {SenselessEvent} when it does not follow iCalendar's grammar.
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
    throw new SenselessEvent(
      `its line "${excerpt(line)}" makes no sense: ${
        excerpt(error instanceof Error ? error.message : String(error))
      }`,
    );
  }
}

/** A parameter's text, `null` where there is none. */
export function paramOf({ params }: Property, name: string): string | null {
  const value = params[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The value of a property of text. */
export function textOf(property: Property | undefined): string {
  return typeof property?.value === "string" ? property.value.trim() : "";
}
