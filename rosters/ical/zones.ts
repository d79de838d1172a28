import { offsetAt, type Zone } from "../zoned_time.ts";
import type { Budget } from "./budget.ts";
import { DAY_SECONDS, dayOfWall } from "./calendar_day.ts";
import type { Component } from "./scan.ts";
import { excerpt, SenselessEvent, UnreadableFeed } from "./senseless.ts";
import { fileZone, zoneNameOf } from "./vtimezone.ts";
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
