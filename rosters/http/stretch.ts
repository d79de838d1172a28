import { SECOND } from "@std/datetime";
import type { ValidatedSource } from "../sources.ts";
import type { Rejected, Unreadable } from "../../reconciler/shift.ts";
import { joinTouching, mergeLevels } from "../merge.ts";
import type {
  Days,
  NamedSchedule,
  ReadingWindow,
  RosterIdentity,
  RosterReading,
  RosterShift,
} from "../port.ts";
import { byBestIdentity } from "./best_identity.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";

/** One person's time on one schedule, as the vendor gave it. Unix seconds. */
export interface OncallPeriod {
  identity: RosterIdentity;
  schedule: string;
  label: string;
  /** 1 is called first. */
  level: number;
  /** `null`: it has always been so. */
  start: number | null;
  /** `null`: it never ends. */
  end: number | null;
  /** For whole days, whose `start` and `end` are those of some zone. */
  days?: Days;
  /** Another state than the source's. */
  state?: string;
}

/** Somebody's time on a schedule, wherever that is. */
export type PersonPeriod = Pick<OncallPeriod, "identity" | "start" | "end">;

/** Where nobody is called first: all are, at once. */
export const ONLY_LEVEL = 1;

/** Whole days may begin and end this much sooner or later elsewhere on earth. */
const AROUND_THE_EARTH = 26 * SECONDS_PER_HOUR;

/**
 * What a reading of a source comes to: shifts within the window, merged and in
 * order. What one person has without a break is one shift, from as far back as
 * was read: else its start would move on as its parts leave the window.
 */
export function readingOf(
  source: ValidatedSource,
  window: ReadingWindow,
  stretches: readonly OncallPeriod[],
  schedules: readonly Omit<NamedSchedule, "source">[],
  unreadable: Unreadable[] = [],
): RosterReading {
  const { sound, rejected } = sortOut(stretches, window, source.id);
  const shifts = byBestIdentity(sound)
    .map((stretch) => shiftOf(stretch, source, window));
  return {
    shifts: joinTouching(mergeLevels(shifts))
      .filter((shift) => !isOver(shift, window)),
    unreadable,
    rejected,
    schedules: schedules.map((each) => ({ source: source.id, ...each })),
  };
}

/**
 * Those that make sense and begin before the window's end, and apart from them,
 * of those within the window, the ones that end before they start, each problem
 * said once however often it is listed.
 */
function sortOut(
  stretches: readonly OncallPeriod[],
  window: ReadingWindow,
  source: string,
): { sound: OncallPeriod[]; rejected: Rejected[] } {
  const sound: OncallPeriod[] = [];
  const reasons = new Set<string>();
  for (const stretch of stretches) {
    const { start, end } = boundsOf(stretch);
    if (end > start) {
      if (start < window.until + marginOf(stretch)) sound.push(stretch);
    } else if (reaches(stretch, window)) {
      reasons.add(senseless(stretch, start, end));
    }
  }
  const rejected = [...reasons].sort().map((reason) => ({ source, reason }));
  return { sound, rejected };
}

/** Whether any of it may lie within the window. */
export function reaches(
  stretch: Pick<OncallPeriod, "start" | "end" | "days">,
  window: ReadingWindow,
): boolean {
  const { start, end } = boundsOf(stretch);
  const margin = marginOf(stretch);
  return Math.max(start, end) > window.since - margin &&
    Math.min(start, end) < window.until + margin;
}

function isOver(shift: RosterShift, window: ReadingWindow): boolean {
  return boundsOf(shift).end <= window.since - marginOf(shift);
}

function marginOf({ days }: Pick<OncallPeriod, "days">): number {
  return days ? AROUND_THE_EARTH : 0;
}

function boundsOf({ start, end }: Pick<OncallPeriod, "start" | "end">) {
  return { start: start ?? -Infinity, end: end ?? Infinity };
}

function senseless(stretch: OncallPeriod, start: number, end: number): string {
  const { identity, label, schedule } = stretch;
  return `${identity.name} on ${label} (${schedule}) ` +
    `from ${isoOf(start)} to ${isoOf(end)}: ` +
    `it ends ${end === start ? "when" : "before"} it starts`;
}

function shiftOf(
  stretch: OncallPeriod,
  source: ValidatedSource,
  window: ReadingWindow,
): RosterShift {
  const { identity, schedule, label, level, start, end, days } = stretch;
  return {
    identity,
    state: stretch.state ?? source.state,
    start: start ?? 0,
    // Past the window it may be the place where the vendor cut the shift off.
    end: end === null || end >= window.until ? null : end,
    source: source.id,
    schedule,
    label,
    level,
    ...(days ? { days } : {}),
  };
}

/** Unix seconds as `2015-03-06T20:28:51Z`. */
export function isoOf(seconds: number): string {
  const at = new Date(Math.floor(seconds) * SECOND);
  return at.toISOString().replace(".000Z", "Z");
}
