import type { Choice } from "../recording.ts";
import { peopleOf } from "../script.ts";
import { leftBehind } from "./declared_judge.ts";
import { forgottenBy, leftHelpless } from "./excuses.ts";
import {
  CLICK_MS,
  isGiven,
  SNAPSHOT_MS,
  stateOf,
  type Truth,
} from "./truth.ts";
import type { Verdict } from "./verdict.ts";

/** The calls that tell whose account is connected. */
export const ACCOUNT_CHECKS = ["apps.auth.external.get", "auth.test"];

/** When all shifts are over, no claim is left, and consents are as chosen. */
export function judgeRecords(truth: Truth, verdict: Verdict): void {
  const { recording } = truth;
  const { claims, choices, ended_at, people } = recording;
  for (const person of people.keys()) {
    const claim = claims.findLast((each) => each.person === person)?.item;
    if (claim && !isStillLeaving(truth, person)) {
      const text = `a claim is left over: ${JSON.stringify(claim)}`;
      verdict.violations.push({
        rule: "convergence",
        person,
        at: ended_at,
        text,
      });
    }
  }
  for (const person of peopleOf(recording.script)) {
    const left = leftBehind(truth, person);
    if (left.length > 0 && !isStillLeaving(truth, person)) {
      const text = `they left; on record is ${JSON.stringify(left)}`;
      verdict.violations.push({ rule: "consent", person, at: ended_at, text });
    }
    const last = choices.findLast((each) => each.person === person);
    if (isHasty(truth, person) || isStillLeaving(truth, person)) continue;
    if (last && isUnchecked(truth, last)) continue;
    const item = truth.consents(person, ended_at, ended_at).at(-1) ?? null;
    const wanted = last?.answers ?? null;
    if (
      item !== null && !isGiven(item) || (item !== null) !== (wanted !== null)
    ) {
      verdict.violations.push({
        rule: "consent",
        person,
        at: ended_at,
        text: `they chose ${JSON.stringify(wanted)}; on record is ${
          JSON.stringify(item)
        }`,
      });
    }
  }
  judgeRuns(truth, verdict);
}

/**
 * Whether they left without a token that serves: what is shown of ours is
 * waited for until Slack clears it, and nothing is kept after that.
 */
export function isStillLeaving(truth: Truth, person: string): boolean {
  const { choices, ended_at, people } = truth.recording;
  const last = choices.findLast((each) => each.person === person);
  if (last?.answers !== null) return false;
  const shown = people.get(person)!.status.findLast(({ by }) => by === "app");
  const cleared = shown && stateOf(shown.after)
    ? shown.after.expiration * 1000
    : 0;
  const left = leftHelpless(truth, person, Math.max(last.at, cleared));
  return left !== null && forgottenBy(left) > ended_at;
}

/** Whether it is not known which of a person's last clicks was done last: both were under way. */
export function isHasty({ recording }: Truth, person: string): boolean {
  const [before, last] = recording.choices
    .filter((each) => each.person === person).slice(-2);
  return before !== undefined && last !== undefined && before.at > 0 &&
    last.at - before.at <= CLICK_MS;
}

/** Whether a click to opt in could not find out whose account was connected: nothing is recorded then. */
function isUnchecked(
  { recording: { touched } }: Truth,
  { person, answers, at }: Choice,
): boolean {
  return answers !== null &&
    touched.some(({ method, people, at: met }) =>
      ACCOUNT_CHECKS.includes(method) && met >= at && met <= at + CLICK_MS &&
      (people === null || people.includes(person))
    );
}

/** No run fails but for what was out of order. */
function judgeRuns(truth: Truth, verdict: Verdict): void {
  const { runs, troubles, script } = truth.recording;
  for (const { at, workflow, error } of runs) {
    if (error === null) continue;
    // Many runs may have used up the allowance of a minute.
    const limited = error.includes("ratelimited");
    if (limited && script.rates === "documented") continue;
    const excused = troubles.some((each) =>
      each.from <= at + SNAPSHOT_MS && each.to >= at - SNAPSHOT_MS
    );
    if (excused) continue;
    const text = `${workflow} failed: ${error}`;
    verdict.violations.push({ rule: "isolation", person: "", at, text });
  }
}
