import {
  type Item,
  type PersonRecording,
  type Recording,
  shown,
  type Snooze,
} from "../recording.ts";
import {
  idOf,
  NAMES,
  POLL_MS,
  START_MS,
  type State,
  TEMPLATES,
} from "../script.ts";
import { clock, type Verdict } from "./verdict.ts";
import { inTrouble, leftHelpless, SETTLED_MS } from "./excuses.ts";
import { isCalm, SEEN_MS } from "./handoff_judge.ts";
import { mayBeOnCall } from "./on_call_judge.ts";
import { type JoinedShift, levelAt } from "./joined_shifts.ts";
import type { PartJudge } from "./part_judge.ts";
import { type PartRules, PRESENCE, SNOOZE } from "./part_rules.ts";
import { shows } from "./shown_shift.ts";
import { type StatusJudge, statusText } from "./status_judge.ts";
import { allows, isEmpty, same, stateOf, type Truth } from "./truth.ts";

/** The instants at which everybody must be as wanted who was not disturbed. */
export function checkpoints({ ended_at }: Recording): number[] {
  const count = Math.floor((ended_at - START_MS - SETTLED_MS) / POLL_MS);
  return Array.from(
    { length: Math.max(0, count - 1) },
    (_, index) => START_MS + (index + 2) * POLL_MS + SETTLED_MS,
  );
}

/** What is known of one person at an instant. */
export interface Followed {
  person: PersonRecording;
  status: StatusJudge;
  snooze: PartJudge<Snooze>;
  presence: PartJudge<boolean>;
}

/** People who were left in peace for two polls show what is wanted. */
export function judgeService(
  truth: Truth,
  followed: Followed,
  at: number,
  verdict: Verdict,
): void {
  const { person: { id }, status } = followed;
  const since = at - SETTLED_MS - POLL_MS;
  if (isDisturbed(truth, id, status, since, at)) return;
  const breach = (text: string) =>
    verdict.violations.push({ rule: "convergence", person: id, at, text });
  if (!judgeShown(truth, followed, { since, at, breach })) return;
  judgeParts(truth, followed, { since, at, breach });
}

/** While all is well a start or an end shows within a minute. */
export function judgeHandoff(
  truth: Truth,
  followed: Followed,
  edge: number,
  verdict: Verdict,
): void {
  const { person: { id }, status } = followed;
  if (!isCalm(truth, id, status, edge)) return;
  const at = edge + SEEN_MS;
  const breach = (text: string) =>
    verdict.violations.push({
      rule: "handoffs",
      person: id,
      at,
      text: `a minute after the handoff of ${clock(edge)}: ${text}`,
    });
  judgeShown(truth, followed, { since: at, at, breach });
}

/** An instant at which all must be as wanted, as anybody saw it who looked since then. */
interface Checkpoint {
  since: number;
  at: number;
  breach: (text: string) => void;
}

/** The state of whose status is shown as ours, if any is. */
function oursAt(
  { status }: Followed,
  at: number,
): StatusJudge["ours"] {
  const current = shown(status.current, at);
  return status.ours && same(current, status.ours.value) ? status.ours : null;
}

/** @returns whether the status is as wanted, or is not in the way. */
function judgeShown(
  truth: Truth,
  followed: Followed,
  { since, at, breach }: Checkpoint,
): boolean {
  const { person: { id: person }, status } = followed;
  const consent = truth.consentAt(person, at);
  const own = consent !== null && hasOwnToken(truth, person, consent);
  const { admin } = truth.recording.script;
  if (consent && !own && !admin) return false;
  const current = shown(status.current, at);
  const ours = oursAt(followed, at);
  const wanted = consent && winningShift(truth, person, consent, at);
  if (wanted && wanted.state !== ours?.state) {
    if (!isExcused(truth, person, consent, status, wanted, at)) {
      breach(`shows ${statusText(current)}, ${wanted.state} is wanted`);
    }
    return false;
  }
  if (ours && wanted && !shows(current, wanted, since, at)) {
    const end = wanted.end === null ? "" : ` until ${clock(wanted.end)}`;
    breach(`shows ${statusText(current)}, wanted is "${wanted.text}"${end}`);
  }
  if (ours && !wanted) {
    breach(
      `still shows ${statusText(current)} of ${
        clock(ours.at)
      }: nothing asks for it`,
    );
    return false;
  }
  return true;
}

/** Snooze and presence, where the status is as it should be. */
function judgeParts(
  truth: Truth,
  followed: Followed,
  about: Checkpoint,
): void {
  const { person: { id: person } } = followed;
  const consent = truth.consentAt(person, about.at);
  const own = consent !== null && hasOwnToken(truth, person, consent);
  const state = oursAt(followed, about.at)?.state ?? null;
  // An admin's token cannot set a snooze or a presence.
  if (consent && !own) return;
  // A person who left with a token that no longer serves cannot be helped.
  if (!consent && leftHelpless(truth, person) !== null) return;
  const parts = { ...about, consent, state };
  judgeServedPart(truth, person, followed.snooze, SNOOZE, parts);
  judgeServedPart(truth, person, followed.presence, PRESENCE, parts);
}

/** The shift that is to be shown: the one of the highest priority. */
function winningShift(
  truth: Truth,
  person: string,
  consent: Item,
  at: number,
): JoinedShift | null {
  const active = (truth.rosters(at, at).at(-1) ?? []).filter((shift) =>
    shift.person === person && shift.start <= at &&
    (shift.end ?? Infinity) > at && allows(consent, shift.state)
  );
  const [first] = active.sort((a, b) =>
    priority(b.state) - priority(a.state) || levelAt(a, at) - levelAt(b, at)
  );
  return first ?? null;
}

interface ServedPart extends Checkpoint {
  consent: Item | null;
  /** The state that is shown as ours. */
  state: State | null;
}

/** Snooze and presence follow a status that is ours, and nothing else. */
function judgeServedPart<V>(
  truth: Truth,
  person: string,
  part: PartJudge<V>,
  rules: PartRules<V>,
  { consent, state, since, at, breach }: ServedPart,
): void {
  if (part.lastHuman >= since) return;
  const current = rules.shown(part.current, at);
  const asked = state !== null && rules.states.includes(state) &&
    consent?.[rules.name] === true;
  const set = !rules.same(current, rules.nothing);
  const theirs = part.lastHuman > -Infinity || part.yielded > -Infinity ||
    !rules.same(part.own[0]!, rules.nothing);
  // A person who changed their status keeps the rest until the shift ends.
  const lasts = rules.states.some((each) =>
    truth.shiftsSeen(person, each, at, at).length > 0
  );
  const edge = truth.shiftsSeen(person, state ?? "focus", at, at)
    .some(({ end }) => end !== null && end - at < 2 * POLL_MS);
  const spared = mayBeOnCall(truth, person, since, at);
  if (asked && !set && !theirs && !edge && !spared) {
    breach(`${rules.textOf(current)} although ${state} asks for it`);
  }
  // What was set before a person left without a serving token is not kept.
  const forgotten = part.ours !== null &&
    (leftHelpless(truth, person) ?? -Infinity) >= part.ours.at;
  const ours = part.ours && !forgotten &&
    rules.same(current, part.ours.value);
  if (!asked && set && ours && !theirs && (state !== null || !lasts)) {
    breach(`still ${rules.textOf(current)}: nothing asks for it`);
  }
}

function priority(state: State): number {
  return TEMPLATES[0]![state].priority;
}

/** Whether anything but the passing of time concerned the person of late. */
function isDisturbed(
  truth: Truth,
  person: string,
  status: StatusJudge,
  since: number,
  at: number,
): boolean {
  const { templates } = truth.recording;
  if (status.lastHuman >= since) return true;
  const gone = status.current.expiration * 1000;
  if (gone > since && gone <= at || status.vanished > since) return true;
  if (truth.changedConsent(person, since, at)) return true;
  if (inTrouble(truth, person, since, at)) return true;
  if (templates.some((each) => each.at >= since && each.at <= at)) return true;
  const standing = truth.rosters(since, at)
    .map((shifts) => shifts.filter((shift) => shift.person === person));
  const first = JSON.stringify(standing[0]);
  if (standing.some((each) => JSON.stringify(each) !== first)) return true;
  return standing[0]!.some(({ start, end }) =>
    start > since && start <= at || end !== null && end > since && end <= at
  );
}

/** Whether the person has a token of their own that the app may use. */
function hasOwnToken(
  { recording }: Truth,
  person: string,
  consent: Item,
): boolean {
  if (consent.external_token_id) return true;
  const who = NAMES.findIndex((_, index) => idOf(index) === person);
  const known = recording.script.people[who];
  return known?.answers !== null && known?.path === "env";
}

/** Whether the person themselves stand in the way of this shift. */
function isExcused(
  truth: Truth,
  person: string,
  consent: Item,
  status: StatusJudge,
  shift: JoinedShift,
  at: number,
): boolean {
  const current = shown(status.current, at);
  if (status.isDoubtful(at)) return true;
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
  const isSame = (shift: JoinedShift) =>
    shift.person === person && shift.state === state;
  return all.some((since) =>
    pollsBefore(at)
      .filter((poll) => poll > since && !isBlind(truth, poll))
      .every((poll) => isActive(truth, poll, isSame))
  );
}

/** Whether the app cannot know by a poll that no shift was under way. */
function isBlind(truth: Truth, poll: number): boolean {
  return wasCutShort(truth, poll) || wasUnreadable(truth, poll);
}

/** Workflows that look at no roster. */
const ONLY_CONSENT: readonly string[] = ["opt_in", "opt_out"];

/**
 * Whether the run of a poll failed, and no other run that looks at the rosters was
 * completed before the next poll.
 */
function wasCutShort({ recording: { runs } }: Truth, poll: number): boolean {
  const near = runs.filter(({ at, workflow }) =>
    at >= poll && at < poll + POLL_MS && !ONLY_CONSENT.includes(workflow)
  );
  return near.some(({ at, status }) => at === poll && status === "failed") &&
    near.every(({ status }) => status === "failed");
}

/** Whether a roster could not be read at a poll. The shifts on it then last on for the app. */
function wasUnreadable(
  { recording: { troubles } }: Truth,
  poll: number,
): boolean {
  return troubles.some(({ from, to, what }) =>
    from <= poll && to >= poll && /^(pagerduty|json) fails /.test(what)
  );
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
function pollsBefore(at: number): number[] {
  const count = Math.max(0, Math.floor((at - START_MS) / POLL_MS));
  return Array.from(
    { length: count },
    (_, index) => START_MS + (count - index) * POLL_MS,
  );
}

/** Whether the roster of that time had such a shift under way. */
function isActive(
  truth: Truth,
  at: number,
  test: (shift: JoinedShift) => boolean,
): boolean {
  return truth.rosters(at, at).some((shifts) =>
    shifts.some((shift) =>
      test(shift) && shift.start <= at && (shift.end ?? Infinity) > at
    )
  );
}

/** Whether they had a status of their own at any time since. */
function hadOwn(
  { recording }: Truth,
  person: string,
  from: number,
  to: number,
): boolean {
  const { initial, status } = recording.people.get(person)!;
  const values = [
    { at: 0, value: initial.status },
    ...status.map(({ at, after }) => ({ at, value: after })),
  ];
  return values.some(({ at, value }, index) => {
    const until = values[index + 1]?.at ?? Infinity;
    return at <= to && until >= from && stateOf(value) === null &&
      !isEmpty(shown(value, Math.max(at, from)));
  });
}
