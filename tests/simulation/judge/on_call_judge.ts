import { POLL_MS, START_MS } from "../script.ts";
import { VENDORS } from "../vendors.ts";
import type { PartJudge } from "./part_judge.ts";
import { type PartRules, PRESENCE, SNOOZE } from "./part_rules.ts";
import type { Followed } from "./service_judge.ts";
import { SNAPSHOT_MS, type Truth } from "./truth.ts";
import { clock, type Verdict } from "./verdict.ts";

/** By then what silenced a person ends, after the start of on call. */
export const HEARD_MS = 60_000;

/** A step looks at the shifts of some instant, and may write until this long after it (milliseconds). */
const STEP_MS = 60_000;

/** By then an edit was read, and handoffs were booked for it. */
const KNOWN_MS = 2 * POLL_MS + SNAPSHOT_MS;

/** A run that began within this time may hold the lock (milliseconds). */
const RUN_MS = 90_000;

/** A run that begins with the start is the handoff's own. */
const OWN_RUN_MS = 2_000;

/** Troubles that are no excuse: who is on call is known from before. */
const BLINDNESS = new RegExp(
  `^(${VENDORS.join("|")}|users\\.lookupByEmail) fails |` +
    "is not to be found$|^not found by their address$",
);

/**
 * Whether the app must know that a person is on call: whichever reading of the
 * rosters succeeded last, it said so. The last one that surely succeeded is that
 * of a run without any trouble; every roster from then on counts.
 */
export function isKnownOnCall(
  truth: Truth,
  person: string,
  at: number,
): boolean {
  const read = lastSureReading(truth, person, at - SNAPSHOT_MS);
  if (read === null) return false;
  const rosters = truth.rosters(read - 1, at);
  // What moves from one schedule to another that cannot be read is on neither.
  return [0, 1, null].some((place) =>
    rosters.every((shifts) =>
      shifts.flatMap(({ parts }) => parts).some((part) =>
        part.person === person && part.state === "on_call" &&
        part.place === place && part.start <= at - STEP_MS &&
        (part.end ?? Infinity) > at
      )
    )
  );
}

/** When the last run began that surely read all rosters and knew the person, if there is one. */
function lastSureReading(
  { recording: { runs, troubles } }: Truth,
  person: string,
  before: number,
): number | null {
  const own = troubles.filter((each) =>
    each.person === null || each.person === person
  );
  const sure = runs.findLast(({ at, workflow, status }) =>
    at <= before && workflow === "sync" && status === "completed" &&
    !own.some(({ from, to }) => from <= at + RUN_MS && to >= at)
  );
  return sure?.at ?? null;
}

/** Whether a person may be taken to be on call at an instant, so that nothing silences them. */
export function mayBeOnCall(
  truth: Truth,
  person: string,
  from: number,
  to: number,
): boolean {
  return truth.shiftsSeen(person, "on_call", from - SNAPSHOT_MS, to).length > 0;
}

/** The instants at which a person's on-call shifts start, as the rosters then said. */
export function startsOnCall(truth: Truth, person: string): number[] {
  const starts = truth.spans().flatMap(({ from, to, shifts }) =>
    shifts
      .filter((shift) => shift.person === person && shift.state === "on_call")
      .map(({ start }) => start)
      .filter((start) => start > from && start < to)
  );
  const last = truth.recording.ended_at - HEARD_MS;
  return [...new Set(starts)].filter((start) => start < last);
}

/** A minute after an on-call shift began, nothing of the app's silences the person. */
export function judgeOnCallStart(
  truth: Truth,
  followed: Followed,
  start: number,
  verdict: Verdict,
): void {
  const { person: { id }, snooze, presence } = followed;
  const at = start + HEARD_MS;
  if (!isKnownOnCall(truth, id, at) || isHindered(truth, id, start)) return;
  const breach = (text: string) =>
    verdict.violations.push({
      rule: "on call",
      person: id,
      at,
      text: `on call since ${clock(start)}, and ${text}`,
    });
  judgeStillOurs(snooze, SNOOZE, start, breach);
  judgeStillOurs(presence, PRESENCE, start, breach);
}

function judgeStillOurs<V>(
  part: PartJudge<V>,
  { same, shown, nothing, textOf }: PartRules<V>,
  start: number,
  breach: (text: string) => void,
): void {
  const at = start + HEARD_MS;
  const value = shown(part.current, at);
  const ours = part.ours !== null && part.lastHuman < part.ours.at &&
    same(value, part.ours.value);
  const theirs = part.own.some((own) => same(shown(own, at), value));
  if (ours && !theirs && !same(value, nothing)) {
    breach(`still ${textOf(value)}`);
  }
}

/** Whether anything but blindness kept the app from acting upon a start. */
function isHindered(truth: Truth, person: string, start: number): boolean {
  const { recording } = truth;
  const [since, until] = [start - KNOWN_MS, start + HEARD_MS];
  if (since < START_MS || !truth.isEnforcing(since, until)) return true;
  const trouble = recording.troubles.some(({ from, to, what, ...each }) =>
    (each.person === null || each.person === person) &&
    !BLINDNESS.test(what) && from <= until && to + SNAPSHOT_MS >= since
  );
  if (trouble || truth.changedConsent(person, since, until)) return true;
  if (!truth.stands(person, since, until)) return true;
  const others = [...recording.templates, ...recording.choices]
    .some(({ at }) => at >= since && at <= until);
  if (others) return true;
  const busy = (at: number) => at > start - RUN_MS && at <= until;
  return recording.runs.some(({ at }) =>
    busy(at) && (at < start || at > start + OWN_RUN_MS)
  ) || recording.writing.some(({ at }) => at < start && busy(at));
}
