import {
  isActive,
  joinedShift,
  type RosterSnapshot,
  type Shift,
} from "../../reconciler/shift.ts";
import { endOf } from "../../intervals.ts";
import { DECLARED } from "../declared/records.ts";
import type { OwnRoster, OwnShift } from "../messages/home.ts";

/** Shifts ahead that are told. */
const MOST_AHEAD = 5;

/**
 * One person's shifts, joined as they show: those under way and the next ones. What
 * they declared for themselves is left out; it is told apart.
 *
 * @param now Unix seconds.
 */
export function ownRoster(
  { shifts, read_at, unreadable }: RosterSnapshot,
  person: string,
  now: number,
): OwnRoster {
  const joined = ownShifts(
    shifts.filter((shift) => !isDeclaredByThem(shift)),
    person,
    now,
  );
  return {
    readAt: read_at,
    isWhole: unreadable.length === 0,
    now: joined.filter((shift) => isActive(shift, now)),
    next: joined.filter(({ start }) => start > now).slice(0, MOST_AHEAD),
  };
}

/**
 * One person's shifts that are not over, joined as they show, in the order of their
 * starts.
 *
 * @param now Unix seconds.
 */
export function ownShifts(
  shifts: readonly Shift[],
  person: string,
  now: number,
): OwnShift[] {
  const own = shifts.filter((shift) =>
    shift.person === person && endOf(shift) > now
  );
  return joinedByState(own, now);
}

function isDeclaredByThem({ source, identity }: Shift): boolean {
  return source === DECLARED && !identity.startsWith("group:");
}

/** In the order of their starts. */
function joinedByState(shifts: Shift[], now: number): OwnShift[] {
  const told = new Map<string, OwnShift>();
  for (const shift of shifts) {
    const others = shifts.filter(({ state }) => state === shift.state);
    // The label names the shifts under way at that instant.
    const at = Math.max(now, shift.start);
    const { state, start, end, label } = joinedShift(shift, others, at);
    const key = `${state} ${start}`;
    if (!told.has(key)) told.set(key, { state, start, end, label });
  }
  return [...told.values()].sort((a, b) =>
    a.start - b.start || (a.state < b.state ? -1 : 1)
  );
}
