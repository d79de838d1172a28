import { type Claim, isForGood, type SuppressedShift } from "./claim.ts";
import type { Consent } from "./consent.ts";
import {
  goingOn,
  isActive,
  joinedShift,
  overlapsSameState,
  type Shift,
} from "./shift.ts";
import type { StateRules } from "./state_rule.ts";
import {
  mayGoOnUnread,
  showingSameText,
  unknownReason,
  type Unknowns,
} from "./wanted.ts";

/**
 * The claim's suppressed shifts as the rosters have them now. A shift that grew or
 * moved, or that others joined, stays suppressed to its new end. One that is over
 * or gone suppresses nothing any more. While it may go on unread, it stays, and
 * never becomes shorter.
 *
 * @param shifts All shifts of this person, and no others.
 * @param now Unix seconds.
 * @returns `claim.suppressed` itself if nothing changed.
 */
export function suppressedNow(
  claim: Pick<Claim, "suppressed">,
  shifts: readonly Shift[],
  snapshot: Unknowns,
  rules: StateRules,
  now: number,
): SuppressedShift[] {
  const { suppressed } = claim;
  if (suppressed.length === 0) return suppressed;
  const found = suppressed.flatMap((entry) => {
    const { shift, phase } = entry;
    const whole = wholeShifts(goingOn(shifts, shift, now), rules, now);
    const known = whole.filter((each) => overlapsSameState(each, shift));
    const isUnread = mayGoOnUnread(shift, snapshot, now) ||
      unknownReason(shift, snapshot, now) !== null;
    const kept = isUnread || known.some((each) => isSameSpan(each, shift));
    const grown = known.filter((each) => !isSameSpan(each, shift));
    return [
      ...(kept ? [entry] : []),
      ...grown.map((shift): SuppressedShift => ({ shift, phase })),
    ];
  });
  const distinct = found.filter((each, index) =>
    found.findIndex((other) => isSameEntry(each, other)) === index
  );
  const isUnchanged = distinct.length === suppressed.length &&
    distinct.every((each, index) => each === suppressed[index]);
  return isUnchanged ? suppressed : distinct;
}

/**
 * Whether a shift is left to the person, by the claim's own status or by what it
 * suppresses.
 *
 * @returns how it came to be so; `null` if it is not, or if the person's answers
 * say that it shows again.
 */
export function leftToPersonAs(
  { shift: own, status, suppressed }: Claim,
  { on_own_status, after_manual_change }: Consent,
  shift: Parameters<typeof overlapsSameState>[0],
): SuppressedShift["phase"] | null {
  const phase = status?.phase;
  const left = phase === "yielded" || phase === "skipped"
    ? [...suppressed, { shift: own, phase }]
    : suppressed;
  const lasting = left.find((each) =>
    overlapsSameState(each.shift, shift) &&
    (isForGood(each) ||
      each.phase === "skipped" && on_own_status === "skip" ||
      each.phase === "yielded" && after_manual_change !== "resume")
  );
  return lasting?.phase ?? null;
}

/** The shifts under way, each joined with those that it is shown with. */
function wholeShifts(
  shifts: readonly Shift[],
  rules: StateRules,
  now: number,
): Shift[] {
  return shifts
    .filter((shift) => isActive(shift, now) && rules[shift.state] !== undefined)
    .map((shift) =>
      joinedShift(shift, showingSameText(shift, shifts, rules), now)
    );
}

function isSameSpan(a: Shift, b: Shift): boolean {
  return a.start === b.start && a.end === b.end;
}

function isSameEntry(a: SuppressedShift, b: SuppressedShift): boolean {
  return a.phase === b.phase && a.shift.state === b.shift.state &&
    isSameSpan(a.shift, b.shift);
}
