import type { Unreadable } from "../reconciler/shift.ts";
import type { RosterShift } from "./port.ts";

/**
 * The shifts whose state the configuration has. A source may give states of its
 * own; of a schedule with one that nobody knows it is not known who is on it in
 * truth, so whoever shows it stays as they are.
 */
export function withKnownStates(
  shifts: readonly RosterShift[],
  states: readonly string[],
): { shifts: RosterShift[]; unreadable: Unreadable[] } {
  const known = new Set(states);
  const unreadable = new Map<string, Unreadable>();
  for (const { source, schedule, state } of shifts) {
    if (known.has(state)) continue;
    const reason =
      `it gives the state "${state}", which is not among those of ` +
      `shiftlight.config.ts (${states.join(", ")})`;
    const key = JSON.stringify([source, schedule, state]);
    unreadable.set(key, { source, schedule, reason });
  }
  return {
    shifts: shifts.filter(({ state }) => known.has(state)),
    unreadable: [...unreadable.values()],
  };
}
