import type { Zone } from "../zoned_time.ts";
import type { Budget } from "./budget.ts";
import { DAY_SECONDS } from "./calendar_day.ts";
import { wallsOf } from "./expand.ts";
import { type Property, propertyOf, textOf } from "./properties.ts";
import { type Rule, ruleOf } from "./rule.ts";
import type { Component } from "./scan.ts";
import { excerpt, SenselessEvent } from "./senseless.ts";
import { stampOf } from "./stamp.ts";

/** One `STANDARD` or `DAYLIGHT` of a `VTIMEZONE` (RFC 5545, 3.6.5). */
interface Observance {
  /** Wall seconds by the clocks before it. */
  start: number;
  /** Seconds ahead of UTC before and after. */
  from: number;
  to: number;
  rules: Rule[];
  /** More wall times at which it begins. */
  dates: number[];
}

/** A change of clocks, at Unix seconds. */
interface Change {
  at: number;
  to: number;
}

const YEAR = 366 * DAY_SECONDS;

/** The name of a zone that a file defines; `null`: it gives none. */
export function zoneNameOf({ lines }: Component): string | null {
  const line = lines.find((line) => /^TZID[:;]/i.test(line));
  try {
    const name = line === undefined ? "" : textOf(propertyOf(line));
    return name === "" ? null : name;
  } catch (error) {
    // Whatever names it finds no zone, and says so.
    if (error instanceof SenselessEvent) return null;
    throw error;
  }
}

/**
 * A zone as the file defines it.
 *
 * @throws {SenselessEvent} when the definition is none.
 */
export function fileZone(component: Component, budget: Budget): Zone {
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

/** When an observance begins within the time, and when last before it. */
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
    // A rule that ended is looked at where it did.
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
    if (observances.length === 0) throw new SenselessEvent("it has no offset");
    return observances;
  } catch (error) {
    if (!(error instanceof SenselessEvent)) throw error;
    const [line = ""] = lines;
    throw new SenselessEvent(
      `the calendar's own definition of its time zone ` +
        `(${excerpt(line)}) makes no sense: ${error.message}`,
    );
  }
}

function observanceOf({ lines }: Component): Observance {
  const properties = lines.map(propertyOf);
  const named = (name: string) =>
    properties.filter((property) => property.name === name);
  const [dtstart] = named("dtstart");
  const start = stampOf(dtstart?.tail ?? "", null, "DTSTART");
  return {
    start: start.wall,
    from: offsetOf(named("tzoffsetfrom")[0]),
    to: offsetOf(named("tzoffsetto")[0]),
    rules: named("rrule").map(({ value, tail }) => ruleOf(value, tail, start)),
    dates: named("rdate").flatMap(({ tail }) =>
      tail.split(",").map((text) => stampOf(text, null, "RDATE").wall)
    ),
  };
}

/** `+0530`, `-033045`. */
function offsetOf(property: Property | undefined): number {
  const text = property?.tail ?? "";
  const [matched, sign, hours, minutes, seconds = "0"] =
    /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text) ?? [];
  if (matched === undefined || Number(hours) > 15) {
    throw new SenselessEvent(`its offset "${excerpt(text)}" is none`);
  }
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === "-" ? -size : size;
}
