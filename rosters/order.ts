import type { RosterShift } from "./port.ts";

/** Compares two lists of keys, the first difference deciding. */
export function compareKeys(
  a: readonly (string | number)[],
  b: readonly (string | number)[],
): number {
  for (const [at, key] of a.entries()) {
    const other = b[at];
    if (other === undefined || key > other) return 1;
    if (key < other) return -1;
  }
  return 0;
}

/** By start, schedule, identity, then whatever else tells two shifts apart. */
export function inOrder(shifts: readonly RosterShift[]): RosterShift[] {
  return [...shifts].sort((a, b) => compareKeys(keysOf(a), keysOf(b)));
}

function keysOf(shift: RosterShift): (string | number)[] {
  const { start, schedule, identity, source, state, level, label } = shift;
  const end = shift.end ?? Infinity;
  return [start, schedule, identity.key, end, source, state, level, label];
}
