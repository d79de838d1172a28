import { offsetAt, type Zone } from "../zoned_time.ts";
import { SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "../../time.ts";
import type { Budget } from "./budget.ts";
import { dayOfWall, type Stamp } from "./date_time.ts";
import { definedZone, zoneNameOf } from "./defined_zone.ts";
import { excerpt, MalformedEvent, UnreadableFeed } from "./errors.ts";
import type { Component } from "./scan.ts";
import {
  ianaNameOf,
  isFullName,
  withoutNumber,
  zoneOfOtherName,
} from "./zone_names.ts";

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
    const defined = this.#defined.get(name) ??
      this.#defined.get(withoutNumber(name));
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
