import type { RosterShift, TroubleRecord } from "../recording.ts";
import { POLL_MS, START_MS } from "../script.ts";
import { CLICK_MS, type Truth } from "./truth.ts";

/** How long after a poll all that it began is done, continued runs included. */
export const SETTLED_MS = 8 * 60_000;

/** When another execution may look again at what one left undone (milliseconds). */
const AFTERMATH_MS = 200_000;

/** Refused people are tried again hourly. */
const HOURLY_MS = 3_600_000;

/** People who were not found are looked up again after this time (milliseconds). */
const MISS_MS = 3_600_000;

/**
 * The instant from which a trouble is no excuse any more, except for the polls
 * that it takes to mend what it did. Trouble of Slack's or a roster's is none at
 * once; a refused person's is none when they are next tried, or opt in again.
 */
export function excusedUntil(truth: Truth, trouble: TroubleRecord): number {
  const { kind, person, to } = trouble;
  switch (kind) {
    case "passing":
      return to + AFTERMATH_MS;
    case "unmapped":
      return to + MISS_MS;
    case "unreadable":
      return to + HOURLY_MS + AFTERMATH_MS;
    case "refusal":
    case "helpless":
      return refusedUntil(truth, person!, to);
  }
}

/** When a person has been tried again after a refusal. */
export function refusedUntil(
  truth: Truth,
  person: string,
  at: number,
): number {
  return Math.min(at + HOURLY_MS, optsInAgain(truth, person, at)) +
    AFTERMATH_MS;
}

/** Whether anything was out of order for this person, or for everybody. */
export function inTrouble(
  truth: Truth,
  person: string,
  from: number,
  to: number,
): boolean {
  return troublesOf(truth, person).some((each) =>
    each.from <= to && excusedUntil(truth, each) >= from
  );
}

/**
 * The instant by which a thing that was due must be done: with the run that is
 * under way, or by the second poll after the trouble that was in its way.
 */
export function dueBy(
  truth: Truth,
  person: string,
  at: number,
  runMs: number,
): number {
  let due = at + runMs;
  // Trouble may follow on trouble.
  for (const trouble of troublesOf(truth, person)) {
    if (trouble.from > due) continue;
    const over = excusedUntil(truth, trouble);
    if (over >= at) due = Math.max(due, twoPollsAfter(over));
  }
  return due;
}

/** When the second poll after an instant is done. */
export function twoPollsAfter(at: number): number {
  return secondPollAfter(at) + SETTLED_MS;
}

/**
 * Whether a schedule of a person lost all its shifts, and the second reading after
 * that was still to come: the first one is not believed.
 */
export function isEmptied(
  { recording: { rosters } }: Truth,
  person: string,
  from: number,
  to: number,
): boolean {
  return rosters.some(({ at, shifts }, index) => {
    if (at > to || secondPollAfter(at) <= from) return false;
    const before = rosters[index - 1]?.shifts ?? [];
    const lasts = (until: number) => ({ end }: RosterShift) =>
      (end ?? Infinity) > until;
    return before.filter(lasts(at)).some(({ state, place }) => {
      const isOn = (shift: RosterShift) =>
        shift.state === state && shift.place === place;
      return !shifts.filter(isOn).some(lasts(at + POLL_MS)) &&
        rosters.some((each) =>
          each.shifts.some((shift) => isOn(shift) && shift.person === person)
        );
    });
  });
}

function secondPollAfter(at: number): number {
  return START_MS + (Math.floor((at - START_MS) / POLL_MS) + 2) * POLL_MS;
}

/**
 * When somebody left while nothing of their own served them, if they ever did
 * since `from`: what could not be given back until then is not kept.
 * `null`: they never did.
 */
export function leftHelpless(
  { recording: { choices, troubles } }: Truth,
  person: string,
  from = 0,
): number | null {
  const own = choices.filter((each) => each.person === person);
  for (const [index, { answers, at }] of own.entries()) {
    const back = own[index + 1]?.at ?? Infinity;
    if (answers || back < from) continue;
    const left = Math.max(at, from);
    const helpless = troubles.find((each) =>
      each.kind === "helpless" && each.person === person &&
      each.from <= Math.min(back, left + 2 * POLL_MS) && each.to >= left
    );
    if (helpless) return Math.max(left, helpless.from);
  }
  return null;
}

/** The instant by which nothing is left of a person who left without a serving token. */
export function forgottenBy(left: number): number {
  return twoPollsAfter(left + HOURLY_MS);
}

function troublesOf(truth: Truth, person: string): TroubleRecord[] {
  return truth.recording.troubles.filter((each) =>
    each.person === null || each.person === person
  );
}

/** When the next opt-in of theirs was done, at the latest. */
function optsInAgain(
  { recording: { choices } }: Truth,
  person: string,
  from: number,
): number {
  const again = choices.filter((each) =>
    each.person === person && each.answers !== null &&
    each.outcome === "completed" && each.at + CLICK_MS >= from
  );
  return Math.min(...again.map(({ at }) => at + CLICK_MS));
}
