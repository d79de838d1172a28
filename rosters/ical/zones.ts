import { offsetAt, type Zone } from "../zoned_time.ts";
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
import { dayOfWall, type Stamp, stampOf } from "./date_time.ts";
import { excerpt, MalformedEvent, UnreadableFeed } from "./errors.ts";
import { wallsOf } from "./expand.ts";
import { type Rule, ruleOf } from "./rule.ts";
import type { Component } from "./scan.ts";
import { ianaNameOf, isFullName, zoneOfOtherName } from "./zone_names.ts";

/**
 * Zone names that a feed may use. Windows has some 140 and IANA some 420, and
 * each name takes some tenths of a megabyte.
 */
const MOST_NAMES = 300;

/** Zones of a feed in which local midnight is looked for. */
const MOST_LOCAL = 5;
const MINUTES_PER_DAY = 24 * 60;

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
    const found = this.#lookUp(name ?? this.#floating);
    if (found instanceof MalformedEvent) throw found;
    return found;
  }

  #lookUp(name: string): Zone | MalformedEvent {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    if (this.#found.size === MOST_NAMES) {
      throw new UnreadableFeed(
        `it names more than ${MOST_NAMES} time zones: take a calendar that ` +
          `gives each zone one name`,
      );
    }
    const found = this.#find(name);
    this.#found.set(name, found);
    return found;
  }

  /**
   * What a local clock shows at a stamp that has to do with whole days. Programs
   * write it in three ways:
   * - as the instant of local midnight, in the calendar's zone or in one that it
   *   defines (Outlook);
   * - as midnight, or the last minute, of that date in UTC;
   * - as any instant.
   *
   * @returns a wall time; never throws.
   */
  wallOf({ wall, zone }: Stamp): number {
    if (zone !== "UTC") return wall;
    const locals = [this.#floating, ...this.#defined.keys()]
      .slice(0, MOST_LOCAL)
      .flatMap((name) => {
        const found = this.#lookUp(name);
        return found instanceof MalformedEvent
          ? []
          : [wall + found.offsetAt(wall)];
      });
    const midnight = locals.find((local) => local % SECONDS_PER_DAY === 0);
    if (midnight !== undefined) return midnight;
    const minute = Math.floor(wall / SECONDS_PER_MINUTE) % MINUTES_PER_DAY;
    return wall % SECONDS_PER_DAY === 0 || minute === MINUTES_PER_DAY - 1
      ? wall
      : locals[0] ?? wall;
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
    const other = zoneOfOtherName(name, this.#budget);
    if (other !== null) return intlZone(other);
    return new MalformedEvent(
      `its time zone "${excerpt(name)}" is neither known nor defined in the ` +
        `calendar: give it a name such as "Europe/London"`,
    );
  }
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
  if (line === undefined) return null;
  const property = propertyOf(line);
  // If it is damaged, the events that name this zone will not find it and are reported.
  return property.damaged === null ? textOf(property) || null : null;
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
