import { endOf, type Interval } from "../intervals.ts";
import type { Shift } from "../reconciler/shift.ts";
import { SECONDS_PER_HOUR } from "../time.ts";

/** A shift, with what decides whether a reading of the rosters has it. */
export interface ListedShift extends Shift {
  /**
   * Of whole days: the same days in the configured zone. A reading is cut before
   * the person's own zone is known.
   */
  listed?: Interval;
}

/** Readings list whole days that may reach into their window in any zone. */
const ZONE_MARGIN_SECONDS = 26 * SECONDS_PER_HOUR;

/**
 * The shifts that the app sees when it reads the rosters at an instant. Those that
 * are over are not listed, nor those that begin after what is read; an end after
 * it is unknown.
 *
 * @param at Unix seconds.
 */
export function shiftsSeenAt(
  shifts: readonly ListedShift[],
  at: number,
  aheadSeconds: number,
): Shift[] {
  const last = at + aheadSeconds;
  const isListed = (shift: ListedShift) => {
    const { start, end } = listedTime(shift);
    const margin = shift.listed ? ZONE_MARGIN_SECONDS : 0;
    return start < last + margin && endOf({ end }) > at - margin;
  };
  return shifts.filter(isListed).map((shift) =>
    endOf(listedTime(shift)) < last ? shift : { ...shift, end: null }
  );
}

/** The time by which a reading lists a shift. */
export function listedTime(shift: ListedShift): Interval {
  return shift.listed ?? shift;
}
