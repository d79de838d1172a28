import {
  type Item,
  type PersonRecording,
  type Recording,
  shown,
  type Snooze,
} from "../recording.ts";
import { POLL_MS, START_MS } from "../script.ts";
import type { State } from "../setting.ts";
import { clock, type Verdict } from "./verdict.ts";
import { isEmptied, leftHelpless, SETTLED_MS } from "./excuses.ts";
import { isCalm, seenBy } from "./handoff_judge.ts";
import { isHeldBack, wasRestored } from "./operator_judge.ts";
import { isBlind, isExcused, pollsBefore } from "./own_choice.ts";
import { mayBeOnCall } from "./on_call_judge.ts";
import type { PartJudge } from "./part_judge.ts";
import { type PartRules, PRESENCE, SNOOZE } from "./part_rules.ts";
import { shows } from "./shown_shift.ts";
import { type StatusJudge, statusText } from "./status_judge.ts";
import { isTouched } from "./touched.ts";
import { hasOwnToken, hasToken } from "./tokens.ts";
import { same, type Truth, WINDOW_MS } from "./truth.ts";
import { type Wish, wishesOf } from "./wishes.ts";

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

/** An instant at which all must be as wanted by what was found since another one. */
interface Checkpoint {
  from: number;
  at: number;
  breach: (text: string) => void;
}

/** Some minutes after a poll that nothing disturbed, people show what is wanted. */
export function judgeService(
  truth: Truth,
  followed: Followed,
  at: number,
  verdict: Verdict,
  from = at - SETTLED_MS,
): void {
  const { person: { id } } = followed;
  verdict.checkpoints.all++;
  if (isDisturbed(truth, followed, from, at)) return;
  const breach = (text: string) =>
    verdict.violations.push({ rule: "convergence", person: id, at, text });
  const about = { from, at, breach };
  const { isPlain, isAsWanted } = judgeShown(truth, followed, about);
  if (isPlain) verdict.checkpoints.judged++;
  if (isPlain && isAsWanted) judgeParts(truth, followed, about);
}

/** A start or an end shows within a minute, unless something was in its way. */
export function judgeHandoff(
  truth: Truth,
  followed: Followed,
  edge: number,
  verdict: Verdict,
): void {
  const { person: { id } } = followed;
  const at = seenBy(truth, edge);
  verdict.handoffs.all++;
  if (!isCalm(truth, followed, edge, at)) return;
  verdict.handoffs.judged++;
  const breach = (text: string) =>
    verdict.violations.push({
      rule: "handoffs",
      person: id,
      at,
      text: `at ${clock(at)}, after the handoff of ${clock(edge)}: ${text}`,
    });
  judgeShown(truth, followed, { from: edge, at, breach });
}

/** The state of whose status is shown as ours, if any is. */
export function oursAt(
  { status }: Pick<Followed, "status">,
  at: number,
): StatusJudge["ours"] {
  const current = shown(status.current, at);
  return status.ours && same(current, status.ours.value) ? status.ours : null;
}

interface Shown {
  /** Whether one state was wanted all the time, or none. */
  isPlain: boolean;
  /** Whether it is shown, or nothing of ours if none is wanted. */
  isAsWanted: boolean;
}

function judgeShown(
  truth: Truth,
  followed: Followed,
  { from, at, breach }: Checkpoint,
): Shown {
  const { person: { id: person } } = followed;
  const given = truth.consentAt(person, at);
  // Nothing can be shown of a person whom no token serves.
  const isServed = given !== null && hasToken(truth, person, given);
  const consent = isServed ? given : null;
  const wishes = wishesOf(truth, person, consent, from, at);
  const mistakes = wishes
    .map((wish) => mistakeIn(truth, followed, consent, wish, from, at));
  const least = mistakes.at(-1);
  if (least && mistakes.every((each) => each !== null)) breach(least);
  const states = new Set(wishes.map((wish) => wish?.state ?? null));
  const isPlain = states.size === 1;
  const state = oursAt(followed, at)?.state ?? null;
  return { isPlain, isAsWanted: isPlain && states.has(state) };
}

/** What is wrong with what is shown if this is wanted; `null`: nothing. */
function mistakeIn(
  truth: Truth,
  followed: Followed,
  consent: Item | null,
  wish: Wish,
  from: number,
  at: number,
): string | null {
  const { status } = followed;
  const current = shown(status.current, at);
  const ours = oursAt(followed, at);
  if (wish && consent && wish.state !== ours?.state) {
    const excused = isExcused(truth, consent, status, wish, at);
    return excused
      ? null
      : `shows ${statusText(current)}, ${wish.state} is wanted`;
  }
  if (ours && wish && !shows(current, wish, from, at)) {
    const end = wish.end === null ? "" : ` until ${clock(wish.end)}`;
    return `shows ${statusText(current)}, wanted is "${wish.text}"${end}`;
  }
  return ours && !wish
    ? `still shows ${statusText(current)} of ${
      clock(ours.at)
    }: nothing asks for it`
    : null;
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
  { consent, state, from, at, breach }: ServedPart,
): void {
  if (part.lastHuman >= from - WINDOW_MS) return;
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
  const spared = mayBeOnCall(truth, person, from, at);
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

/**
 * Whether anything but rosters and the passing of time concerned the person
 * since just before the app last looked.
 */
export function isDisturbed(
  truth: Truth,
  { person: { id }, status }: Pick<Followed, "person" | "status">,
  from: number,
  at: number,
): boolean {
  const since = from - WINDOW_MS;
  const { consents, templates } = truth.recording;
  if (status.lastHuman >= since) return true;
  if (!truth.isEnforcing(since, at) || isHeldBack(truth, id, since, at)) {
    return true;
  }
  if (isEmptied(truth, id, from, at)) return true;
  const restored = wasRestored(truth, id, at);
  if (restored !== null && restored >= since) return true;
  const gone = status.current.expiration * 1000;
  if (gone > since && gone <= at || status.vanished > since) return true;
  const changed = (each: { at: number }) => each.at >= since && each.at <= at;
  if (templates.some(changed)) return true;
  const last = consents
    .findLast((each) => each.person === id && each.at <= at)?.at ?? -Infinity;
  if (last >= since) return true;
  // Who is to be shown again once their status is clear is so at the second look: the first finds the change.
  const resumes = truth.consentAt(id, at)?.after_manual_change === "resume";
  const chosen = Math.max(last, status.lastHuman);
  const looks = pollsBefore(since)
    .filter((poll) => poll > chosen && !isBlind(truth, id, poll));
  if (resumes && chosen > -Infinity && looks.length === 0) return true;
  const left = status.changes.at(-1)?.state ?? null;
  const concerned = { person: id, shown: status.ours?.state ?? left };
  return isTouched(truth, concerned, from, at);
}
