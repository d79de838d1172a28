import { offsetAt, type Zone } from "../zoned_time.ts";
import {
  isTimeZone,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import type { Budget } from "./budget.ts";
import { dayOfWall, stampOf } from "./date_time.ts";
import { excerpt, MalformedEvent, UnreadableFeed } from "./errors.ts";
import { type Property, propertyOf, textOf } from "./event.ts";
import { wallsOf } from "./expand.ts";
import { type Rule, ruleOf } from "./rule.ts";
import type { Component } from "./scan.ts";
import { windowsZone } from "./windows_zones.ts";

/**
 * Zone names that a feed may use. Windows has some 140 and IANA some 420, and
 * each name takes some tenths of a megabyte.
 */
const MOST_NAMES = 300;

/** The zones of a feed, by the names that its times give them. */
export class Zones {
  readonly #floating: string;
  readonly #defined = new Map<string, Component>();
  readonly #budget: Budget;
  readonly #found = new Map<string, Zone | MalformedEvent>();

  /**
   * @param floating The name of the zone of times without one.
   * @param components The `VTIMEZONE`s of the feed.
   */
  constructor(
    floating: string,
    components: readonly Component[],
    budget: Budget,
  ) {
    this.#floating = floating;
    this.#budget = budget;
    for (const component of components) {
      const name = zoneNameOf(component);
      if (name !== null) this.#defined.set(name, component);
    }
  }

  /**
   * Finds a zone.
   *
   * @param name `null` for times without a zone.
   * @throws {MalformedEvent} if the zone is unknown. With another zone, statuses
   * would be set at the wrong time.
   * @throws {UnreadableFeed} if the feed names too many zones.
   */
  of(name: string | null): Zone {
    const key = name ?? this.#floating;
    let found = this.#found.get(key);
    if (found === undefined) {
      if (this.#found.size === MOST_NAMES) {
        throw new UnreadableFeed(
          `it names more than ${MOST_NAMES} time zones: take a calendar that ` +
            `gives each zone one name`,
        );
      }
      found = this.#find(key);
      this.#found.set(key, found);
    }
    if (found instanceof MalformedEvent) throw found;
    return found;
  }

  /**
   * The IANA zone comes before the feed's own definition, which often covers
   * only the present year. Abbreviations (`EST`) mean what the feed defines.
   */
  #find(name: string): Zone | MalformedEvent {
    const iana = ianaNameOf(name);
    const defined = this.#defined.get(name);
    if (iana !== null && (defined === undefined || isFullName(name, iana))) {
      return intlZone(iana);
    }
    if (defined !== undefined) {
      try {
        return definedZone(defined, this.#budget);
      } catch (error) {
        if (error instanceof MalformedEvent) return error;
        throw error;
      }
    }
    const windows = windowsZone(name);
    if (windows !== null) return intlZone(windows);
    return new MalformedEvent(
      `its time zone "${excerpt(name)}" is neither known nor defined in the ` +
        `calendar: give it a name such as "Europe/London"`,
    );
  }
}

function isFullName(name: string, iana: string): boolean {
  return iana === "UTC" || name.includes("/");
}

/**
 * The name of a zone in `Intl`, or `null`. Some programs put their own name
 * before it: `/freeassociation.sourceforge.net/Europe/London`.
 */
function ianaNameOf(name: string): string | null {
  if (/^(utc|gmt|z)$/i.test(name)) return "UTC";
  const known = canonicalOf(name);
  if (known !== null || !name.startsWith("/")) return known;
  const parts = name.split("/").slice(-3);
  for (let from = 0; from < parts.length - 1; from++) {
    const shorter = canonicalOf(parts.slice(from).join("/"));
    if (shorter !== null) return shorter;
  }
  return null;
}

/** The spelling of a zone's name that `Intl` itself uses, or `null`. */
function canonicalOf(name: string): string | null {
  // Some versions of Intl also take offsets (`+02:00`) for names.
  if (!/^[A-Za-z]/.test(name) || name.length > 60) return null;
  if (!isTimeZone(name)) return null;
  const format = new Intl.DateTimeFormat("en", { timeZone: name });
  return format.resolvedOptions().timeZone;
}

/** Asks `Intl` once a day, and more often only on days on which clocks change. */
function intlZone(name: string): Zone {
  const atMidnight = new Map<number, number>();
  const ofDay = (day: number) => {
    let offset = atMidnight.get(day);
    if (offset === undefined) {
      offset = offsetAt(day * SECONDS_PER_DAY, name);
      atMidnight.set(day, offset);
    }
    return offset;
  };
  return {
    offsetAt(at) {
      const day = dayOfWall(at);
      const offset = ofDay(day);
      return ofDay(day + 1) === offset ? offset : offsetAt(at, name);
    },
  };
}

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
function zoneNameOf({ lines }: Component): string | null {
  const line = lines.find((line) => /^TZID[:;]/i.test(line));
  try {
    const name = line === undefined ? "" : textOf(propertyOf(line));
    return name === "" ? null : name;
  } catch (error) {
    // The events that name this zone will not find it and are reported.
    if (error instanceof MalformedEvent) return null;
    throw error;
  }
}

/**
 * A zone as the feed defines it.
 *
 * @throws {MalformedEvent} if the definition is not valid.
 */
function definedZone(component: Component, budget: Budget): Zone {
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

/** Reads `+0530` or `-033045` as seconds. */
function offsetOf(property: Property | undefined): number {
  const text = property?.tail ?? "";
  const [matched, sign, hours, minutes, seconds = "0"] =
    /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text) ?? [];
  if (matched === undefined || Number(hours) > 15) {
    throw new MalformedEvent(`its offset "${excerpt(text)}" is none`);
  }
  const size = Number(hours) * SECONDS_PER_HOUR +
    Number(minutes) * SECONDS_PER_MINUTE + Number(seconds);
  return sign === "-" ? -size : size;
}
