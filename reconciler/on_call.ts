import { allows, type Consent } from "./consent.ts";
import { isActive, type Shift } from "./shift.ts";
import type { StateRule, StateRules } from "./state_rule.ts";

/** The state in which nobody is silenced, not even by another state. */
export const ON_CALL = "on_call";

/**
 * Whether any of a person's shifts has them on call.
 *
 * @param at Unix seconds.
 */
export function isOnCall(shifts: readonly Shift[] = [], at: number): boolean {
  return shifts.some((shift) => shift.state === ON_CALL && isActive(shift, at));
}

/** Whether a state pauses notifications or shows people as away. */
export function silences({ dnd, away }: StateRule): boolean {
  return dnd || away;
}

/** Whether any state may silence the person: then the app must know when they are on call. */
export function maySilence(
  consent: Consent | null,
  rules: StateRules,
): boolean {
  return consent !== null &&
    Object.entries(rules).some(([state, rule]) =>
      allows(consent, state) &&
      (rule.dnd && consent.dnd || rule.away && consent.presence)
    );
}
