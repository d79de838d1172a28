import type { RosterShift } from "../recording.ts";

/**
 * Shifts as people see them: those of one person and state that touch or
 * overlap are one, for each state has a schedule of its own here.
 */
export function joinedShifts(shifts: readonly RosterShift[]): RosterShift[] {
  const joined: RosterShift[] = [];
  for (const shift of shifts.toSorted((a, b) => a.start - b.start)) {
    const before = joined.findLast(({ person, state }) =>
      person === shift.person && state === shift.state
    );
    if (before && endOf(before) >= shift.start) {
      const end = Math.max(endOf(before), endOf(shift));
      before.end = end === Infinity ? null : end;
    } else joined.push({ ...shift });
  }
  return joined;
}

function endOf({ end }: RosterShift): number {
  return end ?? Infinity;
}
