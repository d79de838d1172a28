import { endOf, touches } from "../intervals.ts";
import type { Claim } from "./claim.ts";
import { isOursOrInDoubt } from "./part.ts";
import { allows, type Consent } from "./consent.ts";
import {
  hasSameOrigins,
  isActive,
  joinedShift,
  originsOf,
  overlapsSameState,
  type RosterSnapshot,
  type Shift,
} from "./shift.ts";
import { type StateRules, textOf } from "./state_rule.ts";

/** What the rosters and the person's consent ask for, for one person at one instant. */
export type Wanted =
  | { kind: "nothing"; reason: string }
  | { kind: "unconsented"; shift: Shift; reason: string }
  | { kind: "shift"; shift: Shift; reason: string }
  | { kind: "unknown"; reason: string };

/**
 * The shift that wins: the highest priority of state, then the lowest level,
 * then the latest end, so that one within another changes nothing, then the
 * latest start, then source and label, so that the answer never depends on the
 * order of reading. `null` for no shifts.
 */
export function winningShift(shifts: Shift[], rules: StateRules): Shift | null {
  const known = shifts.filter((shift) => rules[shift.state] !== undefined);
  return known.sort((a, b) => byPrecedence(a, b, rules))[0] ?? null;
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

/** The shifts of the same state that show the same text. */
function showingSameText(
  shift: Shift,
  shifts: Shift[],
  rules: StateRules,
): Shift[] {
  const rule = rules[shift.state]!;
  const text = textOf(rule, shift.level);
  return shifts.filter(({ state, level }) =>
    state === shift.state && textOf(rule, level) === text
  );
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function priorityOf(shift: Shift, rules: StateRules): number {
  return rules[shift.state]?.priority ?? -Infinity;
}

/**
 * What is wanted for the person at `now` (Unix seconds). `shifts` are that
 * person's alone. A claim whose source or identity is unknown this time stays
 * as it is, unless something readable asks for a state of higher priority.
 */
export function wantedFor(
  shifts: Shift[],
  consent: Consent | null,
  claim: Claim | null,
  snapshot: Pick<RosterSnapshot, "unreadable" | "unmapped">,
  rules: StateRules,
  now: number,
): Wanted {
  const active = shifts.filter((shift) => isActive(shift, now));
  const winner = winningAllowedShift(shifts, consent, claim, rules, now);
  if (claim && allows(consent, claim.shift.state)) {
    const unknown = confirmsAllOf(claim.shift, winner)
      ? unknownReason(claim.shift, withoutPeople(snapshot), now)
      : unknownReason(claim.shift, snapshot, now);
    const outranked = winner !== null &&
      priorityOf(winner, rules) > priorityOf(claim.shift, rules);
    if (unknown && !outranked) return { kind: "unknown", reason: unknown };
  }
  if (winner) {
    return { kind: "shift", shift: winner, reason: reasonOf(winner) };
  }
  const unconsented = winningShift(
    active.filter((shift) => !allows(consent, shift.state)),
    rules,
  );
  if (unconsented) {
    // What is shown ends for its own reason, whatever else is under way.
    const reason = claim && allows(consent, claim.shift.state)
      ? endReason(claim, consent, now)
      : consent?.withdrawn_at
      ? "opted out"
      : `not opted in for ${unconsented.state}`;
    return { kind: "unconsented", shift: unconsented, reason };
  }
  return { kind: "nothing", reason: endReason(claim, consent, now) };
}

/**
 * The shift that wins of those that the person allows and has not suppressed,
 * joined with what touches it: whoever suppressed one part suppressed all of it.
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
    const first = winningShift(active, rules);
    if (first === null) return null;
    const others = showingSameText(first, left, rules);
    const whole = joinedShift(first, others, now);
    if (!isSuppressed(whole, claim, consent)) return whole;
    const parts = new Set(others.filter((each) => touches(each, whole)));
    left = left.filter((each) => !parts.has(each));
  }
}

function endReason(
  claim: Claim | null,
  consent: Consent | null,
  now: number,
): string {
  if (!claim) return "no shift";
  if (!allows(consent, claim.shift.state)) return "opted out";
  const putBack = claim.suppressed.some(({ shift, phase }) =>
    phase === "put_back" && overlapsSameState(shift, claim.shift)
  );
  if (putBack) return "an operator put it back";
  const { end } = claim.shift;
  return end !== null && end <= now ? "shift over" : "no longer on the roster";
}

/**
 * Left to the person before another state came over it; it stays so, unless
 * they changed their answer. Whoever chose to be shown again once their status
 * is clear first gets back what the other state replaced.
 */
function isSuppressed(
  shift: Shift,
  claim: Claim | null,
  consent: Consent | null,
): boolean {
  return claim !== null && claim.suppressed.some((suppressed) => {
    if (!overlapsSameState(suppressed.shift, shift)) return false;
    if (suppressed.phase === "put_back") return true;
    if (suppressed.phase === "skipped") {
      return consent?.on_own_status === "skip";
    }
    return consent?.after_manual_change !== "resume" ||
      showsAnother(claim, shift);
  });
}

function showsAnother(claim: Claim, shift: Shift): boolean {
  const shows = isOursOrInDoubt(claim.status);
  return shows && !overlapsSameState(claim.shift, shift);
}

function reasonOf(shift: Shift): string {
  return shift.label === "" ? shift.state : `${shift.state}: ${shift.label}`;
}

/** Whether a shift that can be read shows all that is recorded of one. */
function confirmsAllOf(recorded: Shift, read: Shift | null): boolean {
  return read !== null && read.state === recorded.state &&
    hasSameOrigins(read, recorded) && endOf(read) >= endOf(recorded);
}

/** Whatever else somebody may have there, it is no less than what was read. */
function withoutPeople(
  { unreadable, unmapped }: Pick<RosterSnapshot, "unreadable" | "unmapped">,
) {
  const whole = unreadable.filter(({ identity }) => identity === undefined);
  return { unreadable: whole, unmapped };
}

/**
 * Why the shift's presence on the rosters is not known at `now` (Unix seconds),
 * or `null` when it is: of one joined of several, all must be. Where it is one
 * person alone whose events cannot be understood, the end that is known counts:
 * they may stay in a calendar for years.
 */
export function unknownReason(
  shift: Shift,
  { unreadable, unmapped }: Pick<RosterSnapshot, "unreadable" | "unmapped">,
  now: number,
): string | null {
  const lasts = shift.end === null || now < shift.end;
  for (const { source, schedule, identity } of originsOf(shift)) {
    const unread = unreadable.find((each) =>
      each.source === source &&
      (each.schedule === null || each.schedule === schedule) &&
      (each.identity === undefined || each.identity === identity && lasts)
    );
    if (unread?.identity) return `${identity} on ${source} could not be read`;
    if (unread) return `${source} could not be read`;
    const missing = unmapped.some((each) => each.identity === identity);
    if (missing) return `${identity} could not be mapped to Slack`;
  }
  return null;
}
