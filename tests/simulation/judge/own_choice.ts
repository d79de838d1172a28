import { type Item, shown } from "../recording.ts";
import { POLL_MS, START_MS } from "../script.ts";
import type { JoinedShift } from "./joined_shifts.ts";
import type { StatusJudge } from "./status_judge.ts";
import { isHeldBack, wasRestored } from "./operator_judge.ts";
import { isEmptied } from "./excuses.ts";
import { isMisread } from "./touched.ts";
import { isEmpty, stateOf, type Truth } from "./truth.ts";

/** Whether the person themselves stand in the way of this shift. */
export function isExcused(
  truth: Truth,
  consent: Item,
  status: StatusJudge,
  shift: JoinedShift,
  at: number,
): boolean {
  const { person } = shift;
  const current = shown(status.current, at);
  if (status.isDoubtful(at) || isSuppressed(truth, shift, at)) return true;
  const yielded = yieldedBefore(truth, person, status, shift, at);
  if (isEmpty(current)) {
    const since = underWaySince(truth, shift, at);
    if (consent.on_own_status === "skip" && hadOwn(truth, person, since, at)) {
      return true;
    }
    return yielded && consent.after_manual_change !== "resume";
  }
  if (stateOf(current)) return true;
  return yielded || consent.on_own_status !== "replace";
}

/** Whether an operator had the person restored in this shift. */
function isSuppressed(
  truth: Truth,
  { person, state }: JoinedShift,
  at: number,
): boolean {
  const since = wasRestored(truth, person, at);
  return since !== null && isUnderWaySince(
    truth,
    person,
    since,
    at,
    (shift) => shift.state === state,
  );
}

/** Whether every poll that could tell found such a shift of theirs under way. */
function isUnderWaySince(
  truth: Truth,
  person: string,
  since: number,
  at: number,
  test: (shift: JoinedShift) => boolean = () => true,
): boolean {
  return pollsBefore(at)
    .filter((poll) => poll > since && !isBlind(truth, person, poll))
    .every((poll) =>
      isActive(truth, poll, (shift) => shift.person === person && test(shift))
    );
}

/** Whether they changed ours of this state, and a shift of it has been under way ever since. */
function yieldedBefore(
  truth: Truth,
  person: string,
  { yields, changes, unsure }: StatusJudge,
  { state }: JoinedShift,
  at: number,
): boolean {
  const own = yields.get(state);
  if (own !== undefined && truth.lasts(person, state, own, at)) return true;
  const known = changes.filter((change) => change.state === state)
    .map((change) => change.at);
  const all = unsure === null ? known : [...known, unsure];
  const isSame = (shift: JoinedShift) => shift.state === state;
  return all.some((since) => isUnderWaySince(truth, person, since, at, isSame));
}

/** Whether the app cannot know by a poll that no shift was under way: it failed, or could not read something. */
export function isBlind(
  truth: Truth,
  person: string,
  poll: number,
): boolean {
  // An end that waits for an operator is no end yet.
  return isHeldBack(truth, person, poll, poll + LOOKED_MS) ||
    wasCutShort(truth, poll) || !truth.isEnforcing(poll, poll) ||
    isHelpless(truth, person, poll) ||
    isMisread(truth, person, poll, poll + LOOKED_MS) ||
    // The first reading without any shift is not believed.
    isEmptied(truth, person, poll, poll + LOOKED_MS);
}

/**
 * Whether no token of the person's own served at a poll. They are tried by the hour
 * then, and a write that Slack refuses leaves their record as it was: also what it
 * says that they chose, and for which shift.
 */
function isHelpless(
  { recording: { troubles } }: Truth,
  person: string,
  poll: number,
): boolean {
  return troubles.some(({ kind, person: whose, from, to }) =>
    kind === "helpless" && whose === person && from <= poll && to >= poll
  );
}

/** By then a poll has read the rosters (milliseconds). */
const LOOKED_MS = 90_000;

/** Workflows that look at no roster, or do not find out what is over. */
const NO_RUNS: readonly string[] = ["opt_in", "opt_out", "called_in"];

/**
 * Whether the run of a poll failed, and no other run that looks at the rosters was
 * completed before the next poll.
 */
function wasCutShort({ recording: { runs } }: Truth, poll: number): boolean {
  const near = runs.filter(({ at, workflow }) =>
    at >= poll && at < poll + POLL_MS && !NO_RUNS.includes(workflow)
  );
  return near.some(({ at, status }) => at === poll && status === "failed") &&
    near.every(({ status }) => status === "failed");
}

/** Since when shifts of one person and state have followed one another. */
function underWaySince(
  truth: Truth,
  { person, state, start }: JoinedShift,
  at: number,
): number {
  const without = pollsBefore(at).find((poll) =>
    !isActive(
      truth,
      poll,
      (shift) => shift.person === person && shift.state === state,
    )
  );
  return Math.min(start, without ?? START_MS);
}

/** The instants of the polls before another instant, the last one first. */
export function pollsBefore(at: number): number[] {
  const count = Math.max(0, Math.floor((at - START_MS) / POLL_MS));
  return Array.from(
    { length: count },
    (_, index) => START_MS + (count - index) * POLL_MS,
  );
}

/** By then a run that began has read each roster (milliseconds). */
const READ_MS = 5_000;

/** Whether a run that began then may have read that such a shift was under way. */
function isActive(
  truth: Truth,
  at: number,
  test: (shift: JoinedShift) => boolean,
): boolean {
  return truth.rosters(at, at + READ_MS).some((shifts) =>
    shifts.some((shift) =>
      test(shift) && shift.start <= at && (shift.end ?? Infinity) > at
    )
  );
}

/**
 * Whether they had a status of their own at any time since. One that they set
 * themselves in words of ours is their own once the templates have other words.
 */
function hadOwn(
  { recording }: Truth,
  person: string,
  from: number,
  to: number,
): boolean {
  const { initial, status } = recording.people.get(person)!;
  const values = [
    { at: 0, by: "human", value: initial.status },
    ...status.map(({ at, by, after }) => ({ at, by, value: after })),
  ];
  return values.some(({ at, by, value }, index) => {
    const until = values[index + 1]?.at ?? Infinity;
    const first = Math.max(at, from);
    if (at > to || until < from || isEmpty(shown(value, first))) return false;
    const reworded = by === "human" &&
      recording.templates.some((each) => each.at <= until && each.at <= to);
    return stateOf(value) === null || reworded;
  });
}
