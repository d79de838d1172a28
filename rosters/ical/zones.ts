import { offsetAt, type Zone } from "../zoned_time.ts";
import { DAY_SECONDS, dayOfWall, stampOf } from "./date_time.ts";
import {
  type Budget,
  excerpt,
  SenselessEvent,
  UnreadableFeed,
} from "./errors.ts";
import { type Property, propertyOf, textOf } from "./event.ts";
import { wallsOf } from "./expand.ts";
import { type Rule, ruleOf } from "./rule.ts";
import type { Component } from "./scan.ts";
import { windowsZone } from "./windows_zones.ts";

/**
 * Names of zones that a feed may use: there are some 140 of Windows' and 420 of
 * the world's, and each that is looked up takes some tenths of a megabyte.
 */
const MOST_NAMES = 300;

/** The zones of a feed, by the names that its times give them. */
export class Zones {
  readonly #floating: string;
  readonly #defined = new Map<string, Component>();
  readonly #budget: Budget;
  readonly #found = new Map<string, Zone | SenselessEvent>();

  /**
   * @param floating The zone of times that name none; any name a feed may use.
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
   * The zone of a name; `null`: of times that name none.
   *
   * @throws {SenselessEvent} when nothing tells what zone that is: taking its
   * times for another's would set statuses at the wrong time.
   * @throws {UnreadableFeed} when the feed names too many.
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
    if (found instanceof SenselessEvent) throw found;
    return found;
  }

  /**
   * The world's own definition first, since a file's often knows only the
   * present year; but abbreviations (`EST`) mean what the file says they do.
   */
  #find(name: string): Zone | SenselessEvent {
    const iana = ianaNameOf(name);
    const defined = this.#defined.get(name);
    if (iana !== null && (defined === undefined || isFull(name, iana))) {
      return intlZone(iana);
    }
    if (defined !== undefined) {
      try {
        return fileZone(defined, this.#budget);
      } catch (error) {
        if (error instanceof SenselessEvent) return error;
        throw error;
      }
    }
    const windows = windowsZone(name);
    if (windows !== null) return intlZone(windows);
    return new SenselessEvent(
      `its time zone "${excerpt(name)}" is neither known nor defined in the ` +
        `calendar: give it a name such as "Europe/London"`,
    );
  }
}

function isFull(name: string, iana: string): boolean {
  return iana === "UTC" || name.includes("/");
}

/**
 * The name by which `Intl` knows a zone, or `null`. Some programs put their own
 * name before it: `/freeassociation.sourceforge.net/Europe/London`.
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

/** The one of its spellings by which what is known of it is kept, or `null`. */
function canonicalOf(name: string): string | null {
  // Offsets (`+02:00`) are names to Intl, to some versions of it.
  if (!/^[A-Za-z]/.test(name) || name.length > 60) return null;
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone: name });
    return format.resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Asked once a day of the calendar, and more often only when clocks change. */
function intlZone(name: string): Zone {
  const atMidnight = new Map<number, number>();
  const ofDay = (day: number) => {
    let offset = atMidnight.get(day);
    if (offset === undefined) {
      offset = offsetAt(day * DAY_SECONDS, name);
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
