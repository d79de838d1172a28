import type { HandoffsSeen, HandoffTrigger } from "../recording.ts";
import { POLL_MS, START_MS } from "../script.ts";
import { clock, type Verdict } from "./verdict.ts";
import { pollsBefore } from "./own_choice.ts";
import { type Followed, isDisturbed } from "./service_judge.ts";
import { type Concerned, isBookingTouched, isTouched } from "./touched.ts";
import { type Truth, WINDOW_MS } from "./truth.ts";

/** A start or an end shows within this time. */
const SEEN_MS = 60_000;

/** The same where other runs are at work, one of which writes first. */
const SEEN_LATE_MS = 180_000;

/** A run books at least so long before. */
const BOOKED_MS = 60_000;

/** A run that long ago is not looked for. */
const KNOWN_MS = 2 * POLL_MS + 60_000;

/** The step that books. */
const BOOKING = "book_handoffs";

/** A run that began within this time may still be writing, or hold the lease though it was cut short. */
const RUN_MS = 100_000;

/** A run that begins with the handoff is the handoff's own. */
const OWN_RUN_MS = 2_000;

/** Booking that failed twice is tried again after this time (milliseconds). */
const HOURLY_MS = 3_600_000;

/** A run that a handoff starts has removed its trigger by then. */
const REMOVED_MS = 60_000;

/** The instants at which a person's shifts start or end, as the rosters then said. */
export function edgesOf(truth: Truth, person: string): number[] {
  const { ended_at } = truth.recording;
  const edges = new Set<number>();
  for (const { from, to, shifts } of truth.spans()) {
    for (const shift of shifts) {
      if (shift.person !== person) continue;
      for (const { start, end } of shift.parts) {
        if (start > from && start < to) edges.add(start);
        if (end !== null && end > from && end < to) edges.add(end);
      }
    }
  }
  return [...edges].filter((at) => at < ended_at - SEEN_LATE_MS);
}

/** When a handoff must show at the latest. */
export function seenBy({ recording }: Truth, edge: number): number {
  const { runs, writing } = recording;
  const near = (at: number) =>
    at > edge - RUN_MS && at <= edge + SEEN_MS &&
    (at < edge || at > edge + OWN_RUN_MS);
  const alone = !runs.some(({ at }) => near(at)) &&
    !writing.some(({ at }) => at < edge && near(at));
  return edge + (alone ? SEEN_MS : SEEN_LATE_MS);
}

/** Whether a handoff can be told by how it shows: a poll has booked it, and nothing disturbed its run. */
export function isCalm(
  truth: Truth,
  followed: Pick<Followed, "person" | "status">,
  edge: number,
  at: number,
): boolean {
  const { person: { id }, status } = followed;
  // Who chose to be shown again is so at the second look, not at a handoff.
  const resumes = truth.consentAt(id, edge)?.after_manual_change === "resume";
  if (resumes && status.lastHuman > edge - 2 * POLL_MS - WINDOW_MS) {
    return false;
  }
  // A poll finds that a status of their own is gone, and not every edge is a handoff.
  const isUnfound = (since: number) =>
    since > 0 && since <= at && !pollsBefore(edge).some((poll) => poll > since);
  const gone = Math.max(status.lastHuman, status.current.expiration * 1000);
  if (isUnfound(gone)) return false;
  // Within a shift no run begins that would find a status that may be replaced.
  if (isWithinShifts(truth, id, edge) && isUnfound(status.lastHuman)) {
    return false;
  }
  if (isDisturbed(truth, followed, edge, at)) return false;
  const whom = { person: id, shown: status.ours?.state ?? null };
  if (isTouched(truth, whom, edge - RUN_MS, at)) return false;
  if (edgesOf(truth, id).some((each) => each > edge && each <= at)) {
    return false;
  }
  return isBooked(truth, whom, edge, at);
}

/** Whether only parts of shifts start or end at an instant, and no whole one. */
function isWithinShifts(truth: Truth, person: string, edge: number): boolean {
  return truth.rosters(edge, edge).every((shifts) =>
    shifts.every((shift) =>
      shift.person !== person || (shift.start !== edge && shift.end !== edge)
    )
  );
}

/** Whether a run before a handoff has surely booked it, and nothing was edited since it read. */
function isBooked(
  truth: Truth,
  whom: Concerned,
  edge: number,
  to: number,
): boolean {
  const { person } = whom;
  return truth.recording.executions.some(({ step, run, at, ended_at }) => {
    if (step !== BOOKING || ended_at > edge - BOOKED_MS) return false;
    const read = truth.recording.executions.find(({ id }) => id === run);
    const from = (read?.at ?? at) - WINDOW_MS;
    return from > edge - KNOWN_MS && truth.stands(person, from, to) &&
      !truth.changedConsent(person, from, to) &&
      !isBookingTouched(truth, whom, from - RUN_MS, edge);
  });
}

/** Triggers and records of handoffs go with them, and there is one of each. */
export function judgeHandoffs(truth: Truth, verdict: Verdict): void {
  for (const { at, name } of bookedAgain(truth)) {
    const text = `${name} is booked again`;
    verdict.violations.push({ rule: "handoffs", person: "", at, text });
  }
  for (const seen of truth.recording.handoffs) {
    for (const text of wrongWith(truth, seen)) {
      verdict.violations.push({
        rule: "handoffs",
        person: "",
        at: seen.at,
        text,
      });
    }
  }
}

/**
 * Triggers that were made though another one of the same handoff had fired, as the
 * run that made them could tell: none at once with it removed that one.
 */
function bookedAgain(
  { recording: { booked, executions } }: Truth,
): HandoffTrigger[] {
  return booked.filter(({ at, name }) => {
    const handoff = Date.parse(name);
    const run = executions.find((each) =>
      each.step === BOOKING && each.at <= at && each.ended_at >= at
    )?.run;
    const began = executions.find(({ id }) => id === run)?.at ?? at;
    return booked.some((other) => {
      const removed = other.removed_at ?? Infinity;
      return other.name === name && other.at < handoff && handoff < at &&
        removed > handoff && (removed < began || removed > at);
    });
  });
}

/**
 * When the trigger and the record of a handoff must be gone. Its own run removes
 * them. If a poll came with the handoff, the poll does all the work and the run
 * nothing. The poll cannot remove the trigger before it fires, so the next one does.
 * After failures, booking is tried again by the hour.
 */
function removedBy(
  { recording: { touched } }: Truth,
  handoff: number,
): number {
  const sincePoll = (handoff - START_MS) % POLL_MS;
  const next = sincePoll < OWN_RUN_MS ? POLL_MS : 0;
  let due = handoff + next + REMOVED_MS;
  for (const { step, at } of touched) {
    if (step !== BOOKING || at < handoff - POLL_MS || at > due) continue;
    due = Math.max(due, at + HOURLY_MS + POLL_MS + REMOVED_MS);
  }
  return due;
}

function wrongWith(truth: Truth, seen: HandoffsSeen): string[] {
  const { at, triggers, records } = seen;
  const names = triggers.map(({ name }) => name);
  const recorded = records.map(({ id }) => String(id));
  const coming = truth.rosters(at - 1, at - 1).at(-1)!
    .some(({ end }) => end === null || end > at);
  // The trigger of a handoff that has just come may still be there.
  const unwanted = coming ? [] : names.filter((name) => {
    const handoff = Date.parse(name);
    return handoff > at || removedBy(truth, handoff) <= at;
  });
  return [
    ...triggers.filter(({ name }) => removedBy(truth, Date.parse(name)) <= at)
      .map(({ fires_at }) => `a trigger of ${clock(fires_at)} is left`),
    ...names.filter((name, index) => names.indexOf(name) < index)
      .map((name) => `${name} is booked twice`),
    ...records.filter((each) => removedBy(truth, Number(each.at) * 1000) <= at)
      .map(({ id }) => `the record ${id} is left`),
    ...recorded.filter((id) => !names.includes(id))
      .map((id) => `nothing is booked for ${id}, which is on record`),
    ...unwanted.map((name) => `${name} is booked for nothing`),
  ];
}
