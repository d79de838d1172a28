import { inOrder } from "./order.ts";
import type { RosterShift } from "./port.ts";

/**
 * A shift listed once for every escalation policy and level becomes one, under
 * its lowest level. In order.
 */
export function mergeLevels(shifts: readonly RosterShift[]): RosterShift[] {
  const merged = new Map<string, RosterShift>();
  // In order first, so that what else differs never follows the source's order.
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
 * Shifts of one person in one schedule, state and level that touch or overlap
 * become one: an override by whoever is on call anyway changes nothing, and the
 * end that is shown is the end. Whole days join whole days alone. In order.
 */
export function joinTouching(shifts: readonly RosterShift[]): RosterShift[] {
  const last = new Map<string, RosterShift>();
  const joined: RosterShift[] = [];
  for (const shift of inOrder(shifts)) {
    const { source, state, schedule, identity, level, label, days } = shift;
    const rest = [source, state, schedule, identity.key, level, label];
    const same = JSON.stringify([...rest, days !== undefined]);
    const before = last.get(same);
    if (before && (before.end === null || shift.start <= before.end)) {
      before.end = later(before.end, shift.end);
      if (before.days && days && days.until > before.days.until) {
        before.days = { from: before.days.from, until: days.until };
      }
      continue;
    }
    const own = { ...shift };
    last.set(same, own);
    joined.push(own);
  }
  return inOrder(joined);
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
