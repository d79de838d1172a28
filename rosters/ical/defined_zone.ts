import type { Zone } from "../zoned_time.ts";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import type { Budget } from "./budget.ts";
import {
  listOf,
  malformedLine,
  type Property,
  propertyOf,
  textOf,
} from "./content_line.ts";
import { stampOf } from "./date_time.ts";
import { excerpt, MalformedEvent } from "./errors.ts";
import { wallsOf } from "./expand.ts";
import { type Rule, ruleOf } from "./rule.ts";
import type { Component } from "./scan.ts";

/** A `STANDARD` or `DAYLIGHT` of a `VTIMEZONE` (RFC 5545, 3.6.5). */
interface Observance {
  /** When it first begins, as a wall time of the clocks before it. */
  start: number;
  /** How far clocks are ahead of UTC before it, in seconds. */
  from: number;
  /** How far they are ahead of UTC from then on, in seconds. */
  to: number;
  rules: Rule[];
  /** Other wall times at which it begins. */
  dates: number[];
}

/** A change of clocks, in Unix seconds. */
interface Change {
  at: number;
  to: number;
}

/** Clock changes are computed for this long at a time (seconds). */
const YEAR = 366 * SECONDS_PER_DAY;

/** The name of a zone that a feed defines, or `null` if it has none. */
export function zoneNameOf({ lines }: Component): string | null {
  const line = lines.find((line) => /^TZID[:;]/i.test(line));
  if (line === undefined) return null;
  const property = propertyOf(line);
  // If it is damaged, the events that name this zone will not find it and are reported.
  return property.damaged === null
    ? textOf(property).replaceAll('"', "") || null
    : null;
}

/**
 * A zone as the feed defines it.
 *
 * @throws {MalformedEvent} if the definition is not valid.
 */
export function definedZone(component: Component, budget: Budget): Zone {
  const observances = observancesOf(component);
  const spend = (steps: number) => budget.spend(steps);
  const years = new Map<number, Change[]>();
  const [earliest] = observances.toSorted((a, b) =>
    (a.start - a.from) - (b.start - b.from)
  );
  return {
    offsetAt(at) {
      const year = Math.floor(at / YEAR);
      let changes = years.get(year);
      if (changes === undefined) {
        const since = year * YEAR;
        changes = observances
          .flatMap((one) => changesOf(one, since, since + YEAR, spend))
          .sort((a, b) => a.at - b.at);
        years.set(year, changes);
      }
      return changes.findLast((change) => change.at <= at)?.to ??
        earliest!.from;
    },
  };
}

/** When an observance begins in a time, and when it last began before. */
function changesOf(
  { start, from, to, rules, dates }: Observance,
  since: number,
  until: number,
  spend: (steps: number) => void,
): Change[] {
  const walls = [start, ...dates];
  for (const rule of rules) {
    const { until: last } = rule;
    const end = last === null
      ? Infinity
      : last.zone === "UTC"
      ? last.wall + from
      : last.wall;
    // If the rule has ended, its last times are looked at.
    const latest = Math.min(until + from, end);
    const window = {
      from: Math.min(since + from, latest) - 2 * YEAR,
      to: latest,
    };
    for (const wall of wallsOf(rule, start, window, spend)) walls.push(wall);
  }
  const changes = walls.map((wall) => ({ at: wall - from, to }));
  const last = changes.reduce(
    (latest, { at }) => at <= since ? Math.max(latest, at) : latest,
    -Infinity,
  );
  return changes.filter(({ at }) => at === last || (at > since && at < until));
}

function observancesOf({ parts, lines }: Component): Observance[] {
  try {
    const observances = parts
      .filter(({ name }) => name === "STANDARD" || name === "DAYLIGHT")
      .map(observanceOf);
    if (observances.length === 0) throw new MalformedEvent("it has no offset");
    return observances;
  } catch (error) {
    if (!(error instanceof MalformedEvent)) throw error;
    const [line = ""] = lines;
    throw new MalformedEvent(
      `the calendar's own definition of its time zone ` +
        `(${excerpt(line)}) is not valid: ${error.message}`,
    );
  }
}

function observanceOf({ lines }: Component): Observance {
  const properties = lines.map(propertyOf);
  const torn = properties.find(({ damaged }) => damaged !== null)?.damaged;
  if (torn) throw malformedLine(torn);
  const named = (name: string) =>
    properties.filter((property) => property.name === name);
  const [dtstart] = named("dtstart");
  const start = stampOf(dtstart?.value ?? "", null, "DTSTART");
  return {
    start: start.wall,
    from: offsetOf(named("tzoffsetfrom")[0]),
    to: offsetOf(named("tzoffsetto")[0]),
    rules: named("rrule").flatMap(({ value }) => ruleOf(value, start) ?? []),
    dates: named("rdate").flatMap((property) =>
      listOf(property).map((text) => stampOf(text, null, "RDATE").wall)
    ),
  };
}

/** Reads `+0530` or `-033045` as seconds. */
function offsetOf(property: Property | undefined): number {
  const text = property?.value ?? "";
  const [matched, sign, hours, minutes, seconds = "0"] =
    /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text) ?? [];
  if (matched === undefined || Number(hours) > 15) {
    throw new MalformedEvent(`its offset "${excerpt(text)}" is none`);
  }
  const size = Number(hours) * SECONDS_PER_HOUR +
    Number(minutes) * SECONDS_PER_MINUTE + Number(seconds);
  return sign === "-" ? -size : size;
}
