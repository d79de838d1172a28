import { closeGaps, spanOfRun, touchingRuns } from "../intervals.ts";
import type { RosterShift } from "./port.ts";

/** Compares two lists of keys by the first key that differs. */
export function compareKeys(
  a: readonly (string | number)[],
  b: readonly (string | number)[],
): number {
  // Not by `entries()`: this is called for each comparison of a sort.
  for (let at = 0; at < a.length; at++) {
    const key = a[at]!;
    const other = b[at];
    if (other === undefined || key > other) return 1;
    if (key < other) return -1;
  }
  return 0;
}

/** Sorts by start, schedule, person, then the other fields. */
export function inOrder(shifts: readonly RosterShift[]): RosterShift[] {
  return [...shifts].sort((a, b) => compareKeys(keysOf(a), keysOf(b)));
}

function keysOf(shift: RosterShift): (string | number)[] {
  const { start, schedule, identity, source, state, level, label } = shift;
  const end = shift.end ?? Infinity;
  return [start, schedule, identity.key, end, source, state, level, label];
}

/**
 * Merges a shift that is listed once for each escalation policy and level into one
 * shift at the lowest level.
 *
 * @returns the shifts in order.
 */
export function mergeLevels(shifts: readonly RosterShift[]): RosterShift[] {
  const merged = new Map<string, RosterShift>();
  // Sorted first, so that the source's order does not decide what else differs.
  for (const shift of inOrder(shifts)) {
    const { source, state, schedule, identity, start, end, days } = shift;
    const same = JSON.stringify([
      source,
      state,
      schedule,
      identity.key,
      start,
      end,
      days !== undefined,
    ]);
    const held = merged.get(same);
    if (held === undefined || shift.level < held.level) merged.set(same, shift);
  }
  return inOrder([...merged.values()]);
}

/**
 * Closes gaps of a minute or less between shifts of one person and state. Whole days
 * have none: their instants are not known before the person's zone is.
 */
export function withoutGaps(shifts: readonly RosterShift[]): RosterShift[] {
  return closeGaps(
    shifts,
    ({ identity, state, days }) =>
      JSON.stringify([identity.key, state, days ?? null]),
  );
}

/**
 * Joins shifts of one person in one schedule, state and level that touch or
 * overlap: an override by the person who is on call anyway changes nothing, and
 * the end that is shown is the real end. Whole days join only whole days.
 *
 * @returns the shifts in order.
 */
export function joinTouching(shifts: readonly RosterShift[]): RosterShift[] {
  const alike = Map.groupBy(inOrder(shifts), (shift) => {
    const { source, state, schedule, identity, level, label, days } = shift;
    const rest = [source, state, schedule, identity.key, level, label];
    return JSON.stringify([...rest, days !== undefined]);
  });
  const runs = [...alike.values()].flatMap((group) => touchingRuns(group));
  return inOrder(runs.map(joined));
}

/** A run of touching shifts as one. */
function joined(run: RosterShift[]): RosterShift {
  const [first] = run as [RosterShift];
  const { end } = spanOfRun(run);
  if (first.days === undefined) return { ...first, end };
  const ends = run.map(({ days }) => days!.until).sort();
  const days = { from: first.days.from, until: ends.at(-1)! };
  return { ...first, end, days };
}
