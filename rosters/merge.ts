import { inOrder } from "./order.ts";
import type { RosterShift } from "./port.ts";

/**
 * A shift listed once for every escalation policy and level becomes one, under
 * its lowest level. Shifts that only touch or overlap stay apart. In order.
 */
export function mergeLevels(shifts: readonly RosterShift[]): RosterShift[] {
  const merged = new Map<string, RosterShift>();
  // In order first, so that what else differs never follows the source's order.
  for (const shift of inOrder(shifts)) {
    const { source, state, schedule, identity, start, end } = shift;
    const same = JSON.stringify([
      source,
      state,
      schedule,
      identity.key,
      start,
      end,
    ]);
    const held = merged.get(same);
    if (held === undefined || shift.level < held.level) merged.set(same, shift);
  }
  return inOrder([...merged.values()]);
}
