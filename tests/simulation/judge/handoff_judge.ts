import type { HandoffsSeen } from "../recording.ts";
import { POLL_MS, START_MS } from "../script.ts";
import { clock, type Verdict } from "./verdict.ts";
import { inTrouble } from "./excuses.ts";
import type { StatusJudge } from "./status_judge.ts";
import type { Truth } from "./truth.ts";

/** A start or an end shows within this time. */
export const SEEN_MS = 60_000;

/** By then two polls have seen every edit. */
export const KNOWN_MS = 2 * POLL_MS + 60_000;

/** A run that began within this time may still be writing. */
const RUN_MS = 90_000;

/** A run that begins with the handoff is the handoff's own. */
const OWN_RUN_MS = 2_000;

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
  return [...edges].filter((at) => at < ended_at - SEEN_MS);
}

/** Whether all is well for whom a handoff comes: only time has passed for two polls. */
export function isCalm(
  truth: Truth,
  person: string,
  status: StatusJudge,
  edge: number,
): boolean {
  const { choices, runs, templates, writing } = truth.recording;
  const [since, at] = [edge - KNOWN_MS, edge + SEEN_MS];
  if (since < START_MS || status.lastHuman >= since) return false;
  // Who chose to be shown again is, at the next look, not at a handoff.
  const resumes = truth.consentAt(person, edge)?.after_manual_change ===
    "resume";
  if (resumes && status.lastHuman > -Infinity) return false;
  const gone = status.current.expiration * 1000;
  if (gone > since && gone <= at || status.vanished > since) return false;
  if (truth.changedConsent(person, since, at)) return false;
  if (inTrouble(truth, person, since, at)) return false;
  const changed = [...templates, ...choices]
    .some((each) => each.at >= since && each.at <= at);
  if (changed || !truth.stands(person, since, at)) return false;
  const others = edgesOf(truth, person);
  if (others.some((each) => each > edge && each <= at)) return false;
  const own = (instant: number) =>
    instant < edge || instant > edge + OWN_RUN_MS;
  const near = (instant: number) => instant > edge - RUN_MS && instant <= at;
  return !runs.some((run) => own(run.at) && near(run.at)) &&
    !writing.some((call) => call.at < edge && near(call.at));
}

/** Triggers and records of handoffs go with them, and there is one of each. */
export function judgeHandoffs(truth: Truth, verdict: Verdict): void {
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
 * When the trigger and the record of a handoff must be gone. Its own run removes
 * them. If a poll came with the handoff, the poll does all the work and the run
 * nothing. The poll cannot remove the trigger before it fires, so the next one does.
 */
function removedBy(handoff: number): number {
  const sincePoll = (handoff - START_MS) % POLL_MS;
  const next = sincePoll < OWN_RUN_MS ? POLL_MS : 0;
  return handoff + next + REMOVED_MS;
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
    return handoff > at || removedBy(handoff) <= at;
  });
  return [
    ...triggers.filter(({ name }) => removedBy(Date.parse(name)) <= at)
      .map(({ fires_at }) => `a trigger of ${clock(fires_at)} is left`),
    ...names.filter((name, index) => names.indexOf(name) < index)
      .map((name) => `${name} is booked twice`),
    ...records.filter((each) => removedBy(Number(each.at) * 1000) <= at)
      .map(({ id }) => `the record ${id} is left`),
    ...recorded.filter((id) => !names.includes(id))
      .map((id) => `nothing is booked for ${id}, which is on record`),
    ...unwanted.map((name) => `${name} is booked for nothing`),
  ];
}
