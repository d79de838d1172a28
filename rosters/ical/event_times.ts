import { SECONDS_PER_DAY } from "../../time.ts";
import {
  listOf,
  malformedLine,
  paramOf,
  type Property,
} from "./content_line.ts";
import { type Length, lengthOf, type Stamp, stampOf } from "./date_time.ts";
import { excerpt, MalformedEvent } from "./errors.ts";
import type { EventHead } from "./event.ts";
import { type Rule, ruleOf } from "./rule.ts";

/** Where an occurrence ends: at a stamp, or after a length. */
export type Ending = { until: Stamp } | { length: Length };

/** When one instance takes place. */
export interface Span {
  /** `DTSTART` */
  start: Stamp;
  /** `DTEND` or `DURATION` */
  ending: Ending;
}

/** The times of an event. */
export interface EventTimes extends Span {
  /** `RRULE` */
  rules: Rule[];
  /** `EXRULE` */
  exceptRules: Rule[];
  /** `RDATE` */
  dates: { start: Stamp; ending: Ending | null }[];
  /** `EXDATE` */
  exceptDates: Stamp[];
}

const NOTHING = "it has no DTSTART";

/**
 * Reads the times of an event.
 *
 * @throws {MalformedEvent} if it has none, or they are not valid.
 */
export function timesOf(head: EventHead): EventTimes {
  const span = instanceSpanOf(head);
  const all = (name: string) => allOf(head, name).map(sound);
  const rules = (name: string) =>
    all(name).flatMap(({ value }) => ruleOf(value, span.start) ?? []);
  return {
    ...span,
    rules: rules("rrule"),
    exceptRules: rules("exrule"),
    dates: all("rdate").flatMap(datesOf),
    exceptDates: all("exdate").flatMap((property) =>
      listOf(property).map((text) => stampIn(property, text))
    ),
  };
}

/**
 * Reads the times of one instance. Some programs copy the rule of the series into
 * a changed instance: an event with `RECURRENCE-ID` has no rule of its own.
 *
 * @throws {MalformedEvent} if it has none, or they are not valid.
 */
export function instanceSpanOf(head: EventHead): Span {
  const start = stampNamed(head, "dtstart");
  if (start === null) throw new MalformedEvent(NOTHING);
  const end = stampNamed(head, "dtend");
  return { start, ending: end ? { until: end } : lengthOrDefault(head, start) };
}

/**
 * Which instance of the series an event replaces (`RECURRENCE-ID`), or `null`.
 *
 * @throws {MalformedEvent} if that is not valid.
 */
export function replacedBy(head: EventHead): Stamp | null {
  const property = soundOf(head, "recurrence-id");
  if (property === null || property.value === "") return null;
  const range = paramOf(property, "range");
  if (range !== null && !head.andLater) {
    throw new MalformedEvent(`its RANGE=${excerpt(range)} is not known`);
  }
  return stampIn(property, property.value);
}

function allOf({ properties }: EventHead, name: string): Property[] {
  return properties.filter((property) => property.name === name);
}

/** @throws {MalformedEvent} for a line that does not follow the grammar. */
function sound(property: Property): Property {
  if (property.damaged === null) return property;
  throw malformedLine(property.damaged);
}

/** The first such property; a damaged one only if there is no other. */
function soundOf(head: EventHead, name: string): Property | null {
  const all = allOf(head, name);
  const one = all.find(({ damaged }) => damaged === null) ?? all[0];
  return one === undefined ? null : sound(one);
}

function stampNamed(head: EventHead, name: string): Stamp | null {
  const property = soundOf(head, name);
  return property && stampIn(property, property.value);
}

function stampIn(property: Property, text: string): Stamp {
  const dateOnly = paramOf(property, "value")?.toUpperCase() === "DATE";
  const what = property.name.toUpperCase();
  return stampOf(text, paramOf(property, "tzid"), what, dateOnly);
}

/** Without `DTEND` and `DURATION`, a date lasts a day and a time no time. */
function lengthOrDefault(head: EventHead, { dated }: Stamp): Ending {
  const duration = soundOf(head, "duration");
  const length = duration === null
    ? { nominal: dated ? SECONDS_PER_DAY : 0, exact: 0 }
    : lengthOf(duration.value, "DURATION");
  return { length };
}

/** An `RDATE` may have its own end (`VALUE=PERIOD`). */
function datesOf(property: Property): EventTimes["dates"] {
  return listOf(property).map((text) => {
    const [from = "", to] = text.split("/");
    const start = stampIn(property, from);
    const ending = to === undefined
      ? null
      : /^[+-]?P/i.test(to)
      ? { length: lengthOf(to, "RDATE") }
      : { until: stampIn(property, to) };
    return { start, ending };
  });
}
