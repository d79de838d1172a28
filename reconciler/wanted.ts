import { endOf, touches } from "../intervals.ts";
import { type Claim, isForGood, restoredBy } from "./claim.ts";
import { allows, type Consent, isPaused } from "./consent.ts";
import { isOursOrInDoubt } from "./part.ts";
import { REASONS } from "./reasons.ts";
import {
  DECLARED,
  goingOn,
  hasSameOrigins,
  isActive,
  joinedShift,
  originsOf,
  overlapsSameState,
  type RosterSnapshot,
  type Shift,
} from "./shift.ts";
import { stateLabel, type StateRules, textOf } from "./state_rule.ts";
import { cut } from "./template.ts";

/** The reason when an operator had one person restored. */
export const RESTORED_ONE = REASONS.restoredOne;

/** The reason when an operator had everyone restored. */
export const RESTORED_EVERYONE = REASONS.restoredEveryone;

/**
 * What the rosters and the consent ask for, for one person at one instant.
 *
 * `claimLasts` is set if the claim's shift may still be under way although it is
 * not what is wanted: it may go on where nothing could be read, or another state
 * came over it. What the person chose for that shift then stays theirs.
 */
export type Wanted =
  | { kind: "nothing"; reason: string; claimLasts?: true }
  | { kind: "unconsented"; shift: Shift; reason: string; claimLasts?: true }
  | { kind: "shift"; shift: Shift; reason: string; claimLasts?: true }
  | { kind: "unknown"; reason: string };

/** Whether the claim's shift may still be under way although it is not wanted. */
export function mayLast(wanted: Wanted): boolean {
  return wanted.kind === "unknown" || wanted.claimLasts === true;
}

/** What a snapshot does not know. */
export type Unknowns = Pick<RosterSnapshot, "unreadable" | "unmapped">;

/**
 * Decides what is wanted for one person. A claim stays as it is while its
 * source or its identity is unknown, unless a source that can be read asks for
 * a state of higher priority.
 *
 * @param read All shifts of this person, and no others.
 * @param snapshot What could not be read or mapped this time.
 * @param now Unix seconds.
 *
 * @example
 * wantedFor([onCall], consent, null, snapshot, rules, now)
 * // { kind: "shift", shift: onCall, reason: "on call: Payments primary" }
 */
export function wantedFor(
  read: Shift[],
  consent: Consent | null,
  claim: Claim | null,
  snapshot: Unknowns,
  rules: StateRules,
  now: number,
): Wanted {
  const shifts = claim ? goingOn(read, claim.shift, now) : read;
  const winner = winningAllowedShift(shifts, consent, claim, rules, now);
  const unknown = claim && allows(consent, claim.shift.state)
    ? claimUnknownReason(claim, winner, snapshot, rules, now)
    : null;
  if (unknown !== null) return { kind: "unknown", reason: unknown };
  const active = shifts.filter((shift) => isActive(shift, now));
  const goesOnUnread = claim !== null && allows(consent, claim.shift.state) &&
    mayGoOnUnread(claim.shift, snapshot, now);
  if (winner) {
    const lasts = goesOnUnread ||
      claim !== null &&
        active.some((each) => overlapsSameState(each, claim.shift));
    return {
      kind: "shift",
      shift: winner,
      reason: startReason(winner, rules),
      ...(lasts ? { claimLasts: true } : {}),
    };
  }
  const unread = goesOnUnread ? { claimLasts: true } as const : {};
  const unconsented = winningShift(
    active.filter((shift) => !allows(consent, shift.state)),
    rules,
  );
  if (unconsented) {
    // A claim ends for its own reason, even if another shift is under way.
    const reason = claim && allows(consent, claim.shift.state)
      ? endReason(claim, consent, now)
      : consent?.withdrawn_at
      ? REASONS.optedOut
      : consent !== null && isPaused(consent, now)
      ? REASONS.paused
      : `not opted in for ${stateLabel(rules, unconsented.state)}`;
    return { kind: "unconsented", shift: unconsented, reason, ...unread };
  }
  return { kind: "nothing", reason: endReason(claim, consent, now), ...unread };
}

/**
 * Picks the shift that wins: the highest priority of the state, then the lowest
 * level, the latest end (so that a shift within another changes nothing), the
 * latest start, and finally the names. The order of `shifts` does not matter.
 *
 * @returns `null` if there are no shifts of known states.
 */
export function winningShift(shifts: Shift[], rules: StateRules): Shift | null {
  let winner: Shift | null = null;
  for (const shift of shifts) {
    if (rules[shift.state] === undefined) continue;
    if (winner === null || byPrecedence(shift, winner, rules) < 0) {
      winner = shift;
    }
  }
  return winner;
}

function byPrecedence(a: Shift, b: Shift, rules: StateRules): number {
  return priorityOf(b, rules) - priorityOf(a, rules) ||
    a.level - b.level ||
    compare(endOf(b), endOf(a)) ||
    b.start - a.start ||
    compare(a.source, b.source) ||
    compare(a.label, b.label) ||
    compare(a.schedule, b.schedule) ||
    compare(a.identity, b.identity);
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @returns the priority of the shift's state; `-Infinity` for an unknown state. */
export function priorityOf(shift: Shift, rules: StateRules): number {
  return rules[shift.state]?.priority ?? -Infinity;
}

/**
 * The winning shift among those that the person allows and did not suppress,
 * joined with the shifts that touch it. A person who suppresses one part of a
 * joined shift suppresses all of it.
 */
function winningAllowedShift(
  shifts: Shift[],
  consent: Consent | null,
  claim: Claim | null,
  rules: StateRules,
  now: number,
): Shift | null {
  let left = shifts.filter(({ state }) => allows(consent, state));
  for (;;) {
    const active = left.filter((shift) => isActive(shift, now));
    const winner = winningShift(active, rules);
    if (winner === null) return null;
    const others = showingSameText(winner, left, rules);
    const whole = joinedShift(winner, others, now);
    if (!isSuppressed(whole, claim, consent)) return whole;
    const parts = new Set(others.filter((each) => touches(each, whole)));
    left = left.filter((each) => !parts.has(each));
  }
}

/** The shifts of the same state that show the same text. */
export function showingSameText(
  shift: Shift,
  shifts: readonly Shift[],
  rules: StateRules,
): Shift[] {
  const rule = rules[shift.state]!;
  const text = textOf(rule, shift.level);
  return shifts.filter(({ state, level }) =>
    state === shift.state && textOf(rule, level) === text
  );
}

/**
 * Whether the claim suppresses the shift. A restore on request lasts as long as
 * the shift. A skipped or yielded shift stays suppressed unless the person
 * changed their answer. With *resume*, a yielded shift may start again once the
 * status no longer shows another shift.
 */
function isSuppressed(
  shift: Shift,
  claim: Claim | null,
  consent: Consent | null,
): boolean {
  return claim !== null && claim.suppressed.some((suppressed) => {
    if (!overlapsSameState(suppressed.shift, shift)) return false;
    if (isForGood(suppressed)) return true;
    if (suppressed.phase === "skipped") {
      return consent?.on_own_status === "skip";
    }
    return consent?.after_manual_change !== "resume" ||
      showsAnotherShift(claim, shift);
  });
}

function showsAnotherShift(claim: Claim, shift: Shift): boolean {
  return isOursOrInDoubt(claim.status) &&
    !overlapsSameState(claim.shift, shift);
}

/** Why the claim's shift is unknown; `null` if it is known, or outranked by `winner`. */
function claimUnknownReason(
  claim: Claim,
  winner: Shift | null,
  snapshot: Unknowns,
  rules: StateRules,
  now: number,
): string | null {
  const outranked = winner !== null &&
    priorityOf(winner, rules) > priorityOf(claim.shift, rules);
  if (outranked) return null;
  // If all of the claim's shift was read, one person's unreadable events cannot shorten it.
  const relevant = confirmsAllOf(claim.shift, winner)
    ? withoutSinglePeople(snapshot)
    : snapshot;
  return unknownReason(claim.shift, relevant, now);
}

/** Whether a shift that was read covers all of a recorded one. */
function confirmsAllOf(recorded: Shift, read: Shift | null): boolean {
  return read !== null && read.state === recorded.state &&
    hasSameOrigins(read, recorded) && endOf(read) >= endOf(recorded);
}

function withoutSinglePeople({ unreadable, unmapped }: Unknowns): Unknowns {
  const whole = unreadable.filter(({ identity }) => identity === undefined);
  return { unreadable: whole, unmapped };
}

/**
 * Why it is unknown whether a shift is still on the rosters. A joined shift is
 * known only if all of its origins are. If only one person's events could not
 * be read, the shift counts as known after its end: such events may stay in a
 * calendar for years. The same holds if its source lists no shifts all at once.
 *
 * @param now Unix seconds.
 * @returns the reason, for people; `null` if the shift is known.
 */
export function unknownReason(
  shift: Shift,
  { unreadable, unmapped }: Unknowns,
  now: number,
): string | null {
  const lasts = now < endOf(shift);
  for (const { source, schedule, identity } of originsOf(shift)) {
    const unread = unreadable.find((each) =>
      each.source === source &&
      (each.schedule === null || each.schedule === schedule) &&
      (each.identity === undefined
        ? lasts || !each.emptied
        : each.identity === identity && lasts)
    );
    if (unread?.identity) return `${identity} on ${source} could not be read`;
    if (unread?.emptied) return `${source} lists no shifts all at once`;
    if (unread) return `${source} could not be read`;
    const missing = unmapped.some((each) => each.identity === identity);
    if (missing) return `${identity} could not be mapped to Slack`;
  }
  return null;
}

/**
 * Whether a shift that is not on the rosters, as far as they were read, may go on
 * where nothing could be read: it may have moved to another source or schedule, or
 * to an identity that could not be looked up. One person's unreadable events count
 * as in `unknownReason`.
 *
 * @param now Unix seconds.
 */
export function mayGoOnUnread(
  shift: Shift,
  { unreadable, unmapped }: Unknowns,
  now: number,
): boolean {
  if (unmapped.some(({ transient }) => transient)) return true;
  const lasts = now < endOf(shift);
  const isOwn = (identity: string) =>
    originsOf(shift).some((origin) => origin.identity === identity);
  return unreadable.some(({ identity }) =>
    identity === undefined || lasts && isOwn(identity)
  );
}

/** Longest label in a reason: it may be joined from hundreds of names. */
const LONGEST_LABEL = 200;

function startReason({ state, label }: Shift, rules: StateRules): string {
  const what = stateLabel(rules, state);
  return label === "" ? what : `${what}: ${cut(label, LONGEST_LABEL)}`;
}

function endReason(
  claim: Claim | null,
  consent: Consent | null,
  now: number,
): string {
  if (!claim) return REASONS.noShift;
  if (!allows(consent, claim.shift.state)) {
    return consent === null || consent.withdrawn_at !== null
      ? REASONS.optedOut
      : isPaused(consent, now)
      ? REASONS.paused
      : REASONS.noLongerAllowed;
  }
  const by = restoredBy(claim);
  if (by !== null) {
    return by === "operator" ? RESTORED_ONE : REASONS.dismissedByThem;
  }
  return endOf(claim.shift) <= now
    ? REASONS.shiftOver
    : earlyEndReason(claim.shift);
}

/** What was declared ends early by a click alone; a group's also for those who leave it. */
function earlyEndReason(shift: Shift): string {
  const origins = originsOf(shift);
  if (origins.some(({ source }) => source !== DECLARED)) {
    return REASONS.offRoster;
  }
  return origins.some(({ identity }) => identity.startsWith("group:"))
    ? REASONS.groupEnded
    : REASONS.endedByThem;
}
