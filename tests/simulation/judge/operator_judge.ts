import { type Item, type PersonRecording, type Write } from "../recording.ts";
import { POLL_MS } from "../script.ts";
import type { State } from "../setting.ts";
import { OPERATOR } from "../stage.ts";
import type { Verdict } from "./verdict.ts";
import { allows, contents, type Truth } from "./truth.ts";

/** From ten active claims up, no more than half may end early unless an operator confirms it. */
const LEAST_ACTIVE = 10;
const MOST_EARLY = 1 / 2;

/** How long a confirmation counts. */
const CONFIRMED_MS = 3_600_000;

/** A run that began in one mode may end in another. */
const RUN_MS = 90_000;

/** What one click could not restore, later runs do. */
const RESTORED_MS = 2 * POLL_MS;

/** Whether what an operator restored is left alone: the shift was under way then. */
export function wasRestored(
  truth: Truth,
  person: string,
  at: number,
  within: number = Infinity,
): number | null {
  const click = truth.recording.operations.findLast((each) =>
    each.kind === "restores one person" && each.person === person &&
    each.at <= at && each.at + within >= at
  );
  return click?.at ?? null;
}

/** Whether an operator has everybody, or this person, restored just then. */
export function isBeingRestored(
  truth: Truth,
  person: string,
  at: number,
): boolean {
  return wasRestored(truth, person, at, RESTORED_MS) !== null ||
    truth.modes(at - RUN_MS, at).some(({ put_back }) => put_back);
}

/** In preview nothing is written to anybody who has not left, unless an operator restores them. */
export function judgePreview(truth: Truth, verdict: Verdict): void {
  for (const person of truth.recording.people.values()) {
    if (person.id === OPERATOR) continue;
    for (const { at, by, consent } of writesOf(person)) {
      if (by === "human" || consent === null || consent.withdrawn_at) continue;
      const modes = truth.modes(at - RUN_MS, at);
      if (modes.some(({ mode }) => mode === "enforce")) continue;
      if (isBeingRestored(truth, person.id, at)) continue;
      verdict.violations.push({
        rule: "preview",
        person: person.id,
        at,
        text: "something was written in preview",
      });
    }
  }
}

function writesOf(
  { status, snooze, away }: PersonRecording,
): Pick<Write<unknown>, "at" | "by" | "consent">[] {
  return [...status, ...snooze, ...away];
}

/** No run ends more than half of many claims early, and none holds back few. */
export function judgeEarlyEnds(truth: Truth, verdict: Verdict): void {
  const { early_ends, executions } = truth.recording;
  const breach = (at: number, text: string) =>
    verdict.violations.push({ rule: "early ends", person: "", at, text });
  for (const { at, item } of early_ends) {
    const { people, active } = contents(item);
    if (item === null || isMany((people as string[]).length, Number(active))) {
      continue;
    }
    breach(at, `few ends are held back: ${JSON.stringify(item)}`);
  }
  const left = early_ends.at(-1)?.item ?? null;
  if (left !== null && !wasCarriedOut(truth, left)) {
    const { ended_at } = truth.recording;
    breach(
      ended_at,
      `nothing is held back, but on record: ${JSON.stringify(left)}`,
    );
  }
  for (const { step, at, ended_at } of executions) {
    if (step !== "restore_status") continue;
    const until = Math.min(ended_at, at + RUN_MS);
    const ended = endedEarly(truth, at, until);
    const active = activeAt(truth, decidedAt(truth, ended, at, until));
    if (!isMany(ended.length, active) || isConfirmed(truth, at, until)) {
      continue;
    }
    breach(at, `${ended.length} of ${active} end early: ${ended.join()}`);
  }
}

/** Whether people were restored since an operator confirmed it: the next run that restores removes the record. */
function wasCarriedOut({ recording }: Truth, item: Item): boolean {
  const { people, confirmed_at } = contents(item);
  return confirmed_at !== null &&
    (people as string[]).some((person) =>
      recording.people.get(person)!.status.some(({ by, at, claim }) =>
        by === "app" && at >= Number(confirmed_at) * 1000 &&
        (contents(claim).status as { phase?: string } | null)?.phase ===
          "restoring"
      )
    );
}

function isMany(early: number, active: number): boolean {
  return active >= LEAST_ACTIVE && early > active * MOST_EARLY;
}

/** Whether a person's end waits for an operator, at any time between two instants. */
export function isHeldBack(
  { recording: { early_ends } }: Truth,
  person: string,
  from: number,
  to: number,
): boolean {
  return early_ends.some(({ at, item }, index) => {
    const until = early_ends[index + 1]?.at ?? Infinity;
    const { people } = contents(item);
    return at <= to && until >= from && Array.isArray(people) &&
      people.includes(person);
  });
}

function isConfirmed(
  { recording: { early_ends } }: Truth,
  from: number,
  to: number,
): boolean {
  return early_ends.some(({ at, item }) => {
    const confirmed = Number(contents(item).confirmed_at ?? 0) * 1000;
    return at <= to && confirmed + CONFIRMED_MS > from;
  });
}

/** The people whose status was given back before its shift's recorded end, without their doing. */
function endedEarly(truth: Truth, from: number, to: number): string[] {
  return [...truth.recording.people.values()].filter(({ id, status }) =>
    status.some(({ at, by, claim, consent }) => {
      if (by === "human" || at < from || at > to) return false;
      const { shift, status: part } = contents(claim) as {
        shift?: { state: State; end: number | null; source: string };
        status?: { phase: string } | null;
      };
      if (part?.phase !== "restoring" || !shift) return false;
      return allows(consent, shift.state) && !isDeclared(shift) &&
        (shift.end === null || shift.end * 1000 > at) &&
        !isBeingRestored(truth, id, at);
    })
  ).map(({ id }) => id);
}

function isDeclared({ source }: { source: string }): boolean {
  return source === "declared";
}

/** Just before a step recorded that it ends the first of these: it may have waited for another one until then. */
function decidedAt(
  { recording: { claims } }: Truth,
  people: string[],
  from: number,
  to: number,
): number {
  const first = claims.find(({ at, person, item }) =>
    at >= from && at <= to && people.includes(person) &&
    (contents(item).status as { phase?: string } | null)?.phase === "restoring"
  );
  return (first?.at ?? from) - 1;
}

/** How many people show something that is certainly ours. */
function activeAt({ recording: { claims } }: Truth, at: number): number {
  const last = new Map<string, Item | null>();
  for (const change of claims) {
    if (change.at <= at) last.set(change.person, change.item);
  }
  return [...last.values()].filter((item) => {
    const { status, dnd, presence } = contents(item);
    return [status, dnd, presence].some((part) =>
      (part as { phase?: string } | null | undefined)?.phase === "held"
    );
  }).length;
}
