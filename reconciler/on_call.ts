import { endOf } from "../intervals.ts";
import { SECONDS_PER_MINUTE } from "../time.ts";
import { allows, type Consent } from "./consent.ts";
import type { Shift } from "./shift.ts";
import type { StateRule, StateRules } from "./state_rule.ts";

/** The state in which nobody is silenced, not even by another state. */
export const ON_CALL = "on_call";

/**
 * Since when a person is on call, or when they are next.
 *
 * @param shifts All shifts known of this person, shown or not.
 * @param at Unix seconds.
 * @returns Unix seconds; `null` if no on-call shift is known that is not over.
 */
export function onCallFrom(
  shifts: readonly Shift[],
  at: number,
): number | null {
  const starts = shifts
    .filter((shift) => shift.state === ON_CALL && endOf(shift) > at)
    .map(({ start }) => start);
  return starts.length === 0 ? null : Math.min(...starts);
}

/** Whether a person is on call now. */
export function isOnCall(
  { onCallFrom, now }: { onCallFrom: number | null; now: number },
): boolean {
  return onCallFrom !== null && onCallFrom <= now;
}

/**
 * What we set ends by itself soon after the start of on call, if the app is down
 * then. Until the handoff's own run, it is still there unless the person
 * changed it.
 */
const GRACE_SECONDS = 2 * SECONDS_PER_MINUTE;

/**
 * When DND set for a shift ends at the latest: with the shift, and soon after the
 * person is on call.
 *
 * @param end The shift's end (Unix seconds).
 */
export function lastDndEnd(
  end: number | null,
  onCallFrom: number | null,
): number | null {
  if (onCallFrom === null) return end;
  return Math.min(end ?? Infinity, onCallFrom + GRACE_SECONDS);
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
