import type { Choice, Item, RecordChange } from "../recording.ts";
import type { Answers } from "../script.ts";
import { ACCOUNT_CHECKS } from "./records_judge.ts";
import { CLICK_MS, isGiven, type Truth } from "./truth.ts";
import type { Verdict } from "./verdict.ts";

/** What is chosen for people who leave it open the first time. */
const FIRST: Answers = {
  states: ["on_call"],
  on_own_status: "defer",
  after_manual_change: "yield",
  dnd: false,
  presence: false,
};

const FIELDS = Object.keys(FIRST) as (keyof Answers)[];

type OptIn = Choice & { answers: Partial<Answers> };

/**
 * Every consent that is recorded has the answers of a click, and what the click left
 * empty as it was before. Of clicks at once none loses an answer.
 */
export function judgeChoices(truth: Truth, verdict: Verdict): void {
  const { consents } = truth.recording;
  for (const [index, change] of consents.entries()) {
    const before = consents.slice(0, index)
      .findLast(({ person }) => person === change.person)?.item ?? null;
    if (change.at > 0) judgeChange(truth, change, before, verdict);
  }
  for (const choice of truth.recording.choices) {
    if (isOptIn(choice) && choice.at > 0) judgeKept(truth, choice, verdict);
  }
}

/** Each value is the one from before, or one that a click chose. */
function judgeChange(
  truth: Truth,
  { at, person, item }: RecordChange,
  before: Item | null,
  verdict: Verdict,
): void {
  if (item === null || !isGiven(item)) return;
  const near = truth.recording.choices.filter((each) =>
    each.person === person && each.at <= at && each.at + CLICK_MS >= at
  );
  const clicks = near.filter(isOptIn);
  // Of clicks at once, one may have read what was on record before the other.
  const records = near.length > 1
    ? [before, ...truth.consents(person, at - CLICK_MS, at - 1)]
    : [before];
  const known = records.map((record) =>
    record !== null && isGiven(record) ? record : FIRST
  );
  for (const field of FIELDS) {
    const chosen = clicks.map(({ answers }) => answers[field])
      .filter((value) => value !== undefined);
    const [only] = chosen;
    const isSure = clicks.length === 1 && only !== undefined;
    const possible = isSure
      ? [only]
      : [...known.map((each) => each[field]), ...chosen];
    if (possible.some((value) => isSame(value, item[field]))) continue;
    const text = `${field} became ${JSON.stringify(item[field])} after ${
      JSON.stringify(known[0]![field])
    }; chosen was ${JSON.stringify(chosen)}`;
    verdict.violations.push({ rule: "choices", person, at, text });
  }
}

/** A click that was done, and whose answers nobody else gave, has them on record. */
function judgeKept(truth: Truth, click: OptIn, verdict: Verdict): void {
  const { person, answers } = click;
  const { choices, consents, ended_at } = truth.recording;
  const near = choices.filter((each) =>
    each.person === person && Math.abs(each.at - click.at) <= CLICK_MS
  );
  const from = Math.min(...near.map(({ at }) => at));
  const to = Math.max(...near.map(({ at }) => at)) + CLICK_MS;
  const isRecorded =
    consents.filter((change) =>
      change.person === person && change.at >= from && change.at <= to
    ).length >= near.length;
  const isLonger = choices.some((each) =>
    each.person === person && !near.includes(each) && each.at >= from &&
    each.at - CLICK_MS <= to
  );
  const isPlain = near.every((each) =>
    isOptIn(each) && each.outcome === "completed"
  );
  if (!isRecorded || isLonger || !isPlain || to > ended_at) return;
  if (isUnchecked(truth, person, from, to)) return;
  const item = truth.consentAt(person, to);
  for (const field of FIELDS) {
    const value = answers[field];
    const others = near.filter((each) => each.answers?.[field] !== undefined);
    if (value === undefined || others.length > 1) continue;
    if (item !== null && isSame(value, item[field])) continue;
    const text = `${field} was chosen to be ${
      JSON.stringify(value)
    }; on record is ${JSON.stringify(item?.[field])}`;
    verdict.violations.push({ rule: "choices", person, at: to, text });
  }
}

function isOptIn(choice: Choice): choice is OptIn {
  return choice.answers !== null;
}

/** Whether Slack may not have said whose account somebody connected. */
function isUnchecked(
  { recording: { touched } }: Truth,
  person: string,
  from: number,
  to: number,
): boolean {
  return touched.some(({ method, people, at }) =>
    ACCOUNT_CHECKS.includes(method) && at >= from && at <= to &&
    (people === null || people.includes(person))
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
