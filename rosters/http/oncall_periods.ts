import { SECOND } from "@std/datetime";
import type { ValidatedSource } from "../sources.ts";
import { endOf } from "../../intervals.ts";
import { shortText } from "../../plain_text.ts";
import type { Rejected, Unreadable } from "../../reconciler/shift.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";
import {
  compareKeys,
  joinTouching,
  mergeLevels,
  withoutGaps,
} from "../merge_shifts.ts";
import type {
  Days,
  NamedSchedule,
  ReadingWindow,
  RosterIdentity,
  RosterReading,
  RosterShift,
} from "../port.ts";

/** One person's time on one schedule, as the vendor gave it. Unix seconds. */
export interface OncallPeriod {
  identity: RosterIdentity;
  schedule: string;
  label: string;
  /** Level 1 is called first. */
  level: number;
  /** `null`: it has no start. */
  start: number | null;
  /** `null`: it has no end. */
  end: number | null;
  /** Set for whole days; `start` and `end` are then those of some zone. */
  days?: Days;
  /** Set if the state is not the source's. */
  state?: string;
}

/** A person's time on the schedule that was asked for. */
export type PersonPeriod = Pick<OncallPeriod, "identity" | "start" | "end">;

/** The level of all people on a schedule without levels. */
export const ONLY_LEVEL = 1;

/** Whole days in any zone begin and end within this time of the same days here. */
const ZONE_MARGIN_SECONDS = 26 * SECONDS_PER_HOUR;

/** Longest name in a reason. What is wrong comes after it. */
const LONGEST_TOLD = 100;

/** Longer than a month, because people may be on call for a month. */
const LOOK_BACK_SECONDS = 35 * SECONDS_PER_DAY;

/**
 * The window to ask for if a vendor cuts entries off at the window's ends. It
 * begins early enough to see where a shift under way began; otherwise the
 * shift's start would move with every poll. It is in whole units, so that the
 * vendor does not round it to another window.
 *
 * @param unitSeconds The unit to which the vendor rounds.
 */
export function lookBackWindow(
  { since, until }: ReadingWindow,
  unitSeconds: number,
): ReadingWindow {
  return {
    since: Math.floor((since - LOOK_BACK_SECONDS) / unitSeconds) * unitSeconds,
    until: Math.ceil(until / unitSeconds) * unitSeconds,
  };
}

/** An entry's start, or `null` if the vendor may have cut the entry at the window. */
export function startWithin(
  asked: ReadingWindow,
  start: number,
): number | null {
  return start <= asked.since ? null : start;
}

/**
 * Turns periods into a reading: shifts within the window, merged and in order.
 * Periods of one person without a break of over a minute are one shift, from the earliest one that
 * was read. Otherwise its start would move as its parts leave the window.
 */
export function readingOf(
  source: ValidatedSource,
  window: ReadingWindow,
  periods: readonly OncallPeriod[],
  schedules: readonly Omit<NamedSchedule, "source">[],
  unreadable: Unreadable[] = [],
): RosterReading {
  const { valid, rejected } = splitMalformed(periods, window, source.id);
  const shifts = byBestIdentity(valid)
    .map((period) => shiftOf(period, source, window));
  return {
    shifts: joinTouching(withoutGaps(mergeLevels(shifts)))
      .filter((shift) => !isOver(shift, window)),
    unreadable,
    rejected,
    schedules: schedules.map((each) => ({ source: source.id, ...each })),
  };
}

/**
 * Separates the valid periods that begin before the window's end from the
 * malformed ones. Malformed periods within the window are reported, each once.
 */
function splitMalformed(
  periods: readonly OncallPeriod[],
  window: ReadingWindow,
  source: string,
): { valid: OncallPeriod[]; rejected: Rejected[] } {
  const valid: OncallPeriod[] = [];
  const reasons = new Set<string>();
  for (const period of periods) {
    const { start, end } = boundsOf(period);
    if (end > start) {
      if (start < window.until + marginOf(period)) valid.push(period);
    } else if (reaches(period, window)) {
      reasons.add(malformed(period, start, end));
    }
  }
  const rejected = [...reasons].sort().map((reason) => ({ source, reason }));
  return { valid, rejected };
}

/** Whether a period may reach into the window, in any zone. */
export function reaches(
  period: Pick<OncallPeriod, "start" | "end" | "days">,
  window: ReadingWindow,
): boolean {
  const { start, end } = boundsOf(period);
  const margin = marginOf(period);
  return Math.max(start, end) > window.since - margin &&
    Math.min(start, end) < window.until + margin;
}

function isOver(shift: RosterShift, window: ReadingWindow): boolean {
  return endOf(shift) <= window.since - marginOf(shift);
}

function marginOf({ days }: Pick<OncallPeriod, "days">): number {
  return days ? ZONE_MARGIN_SECONDS : 0;
}

function boundsOf(period: Pick<OncallPeriod, "start" | "end">) {
  return { start: period.start ?? -Infinity, end: endOf(period) };
}

function malformed(period: OncallPeriod, start: number, end: number): string {
  const [name, label, schedule] = [
    period.identity.name,
    period.label,
    period.schedule,
  ].map((text) => shortText(text, LONGEST_TOLD));
  return `${name} on ${label} (${schedule}) ` +
    `from ${isoOf(start)} to ${isoOf(end)}: ` +
    `it ends ${end === start ? "when" : "before"} it starts`;
}

/**
 * Gives each person one identity in all their periods: one with a Slack id, or
 * else one with an e-mail. The latest one wins, because e-mails and names change.
 */
function byBestIdentity(periods: readonly OncallPeriod[]): OncallPeriod[] {
  const best = new Map<string, OncallPeriod>();
  for (const period of periods) {
    const { key } = period.identity;
    const held = best.get(key);
    if (!held || compareKeys(rankOf(period), rankOf(held)) > 0) {
      best.set(key, period);
    }
  }
  return periods.map((period) => ({
    ...period,
    identity: best.get(period.identity.key)!.identity,
  }));
}

function rankOf({ identity, start }: OncallPeriod): number[] {
  const { slackId, email } = identity;
  return [slackId ? 1 : 0, email ? 1 : 0, start ?? -Infinity];
}

function shiftOf(
  period: OncallPeriod,
  source: ValidatedSource,
  window: ReadingWindow,
): RosterShift {
  const { identity, schedule, label, level, start, end, days } = period;
  return {
    identity,
    state: period.state ?? source.state,
    start: start ?? 0,
    // At the window's end or later the vendor may have cut the shift off.
    end: end === null || end >= window.until ? null : end,
    source: source.id,
    schedule,
    label,
    level,
    ...(days ? { days } : {}),
  };
}

/** Unix seconds in ISO 8601: `2015-03-06T20:28:51Z`. */
export function isoOf(seconds: number): string {
  const at = new Date(Math.floor(seconds) * SECOND);
  return at.toISOString().replace(".000Z", "Z");
}
