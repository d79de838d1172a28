import { peopleOf, POLL_MS } from "../script.ts";
import { clock, type Verdict } from "./verdict.ts";
import { isHasty, isStillLeaving } from "./records_judge.ts";
import { isEmpty, stateOf, type Truth } from "./truth.ts";

/** By then what an opt-out gives back is given back, and the records are gone. */
const LEFT_MS = 2 * POLL_MS;

/** Nothing that is kept of a person who left, and no later message, holds a status text of theirs. */
export function judgeLeavers(truth: Truth, verdict: Verdict): void {
  const { recording } = truth;
  for (const person of peopleOf(recording.script)) {
    const last = recording.choices.findLast((each) => each.person === person);
    if (last?.answers !== null || last.outcome !== "completed") continue;
    if (isHasty(truth, person)) continue;
    const left = last.at + LEFT_MS;
    if (left > recording.ended_at || isStillLeaving(truth, person)) continue;
    for (const text of leftOf(truth, person, left)) {
      verdict.violations.push({
        rule: "leaver",
        person,
        at: recording.ended_at,
        text: `they left at ${clock(last.at)}, and ${text}`,
      });
    }
  }
}

function leftOf(truth: Truth, person: string, left: number): string[] {
  const { stored, messages } = truth.recording;
  const marks = marksOf(truth, person);
  const holds = (text: string) => marks.find((mark) => text.includes(mark));
  const kept = Object.entries(stored).flatMap(([store, items]) =>
    items.map((item) => ({ store, item, text: JSON.stringify(item) }))
  ).filter(({ store, item, text }) =>
    holds(text) !== undefined ||
    store === "audit_log" && item.person === person &&
      (item.before !== "" || item.after !== "")
  );
  const told = messages.filter(({ at, text }) =>
    at > left && holds(text) !== undefined
  );
  return [
    ...kept.map(({ store, text }) => `${store} keeps ${text}`),
    ...told.map(({ at, text }) => `were quoted at ${clock(at)}: ${text}`),
  ];
}

/** What only this person's own statuses have in their texts. */
function marksOf({ recording: { people } }: Truth, person: string): string[] {
  const of = (id: string): string[] => {
    const { initial, status } = people.get(id)!;
    return [initial.status, ...status.map(({ after }) => after)]
      .filter((each) => !isEmpty(each) && stateOf(each) === null)
      .map(({ text }) => /^own \d+ /.exec(text)?.[0])
      .filter((mark) => mark !== undefined);
  };
  const others = new Set(
    [...people.keys()].filter((id) => id !== person).flatMap(of),
  );
  return [...new Set(of(person))].filter((mark) => !others.has(mark));
}
