import type { Action } from "../../../reconciler/part_kind.ts";
import { printPlan, sortChanges } from "../../../reconciler/change.ts";
import {
  lastingKey,
  type Outcome,
  type Result,
  type StepReport,
} from "../../../reconciler/result.ts";
import { encodeEntities } from "../../../slack/entities.ts";

/** Lines of what went well before the rest is counted: a report stays readable. */
const MOST_LINES = 30;

/** Changes of a plan that are told; a plan is there to be read. */
const MOST_PLANNED = 200;

/** People named who only wait. */
const MOST_NAMED = 5;

/** Characters of one message; Slack folds, and in the end cuts, longer ones. */
const LONGEST_MESSAGE = 3500;

const TITLES: Readonly<Record<Outcome, string>> = {
  done: "Changed",
  noted: "Left alone",
  planned: "Preview: this would be done; nothing is written",
  failed: "Failed",
  unknown: "Not answered by Slack; the next run finds out",
  postponed: "Postponed to the next run",
};

const ORDER: Outcome[] = [
  "failed",
  "unknown",
  "done",
  "planned",
  "noted",
  "postponed",
];

/** The report as Slack markup, or `null` when there is nothing to say. */
export function reportText({ results, problems }: StepReport): string | null {
  const told = sortChanges(results.filter(isWorthTelling));
  const sections = ORDER.flatMap((outcome) => {
    const own = told.filter((result) => result.outcome === outcome);
    if (own.length === 0) return [];
    return [`*${TITLES[outcome]}*`, ...LINES[outcome](own)];
  });
  const troubles = problems.map(({ about, reason }) =>
    `• ${encodeEntities(about)}: ${encodeEntities(reason)}`
  );
  if (troubles.length > 0) sections.unshift("*Needs attention*", ...troubles);
  return sections.length === 0 ? null : sections.join("\n");
}

/** The text in pieces that Slack shows whole, broken between lines. */
export function inMessages(text: string): string[] {
  const messages: string[] = [];
  for (const line of text.split("\n")) {
    const last = messages.at(-1);
    const fits = last !== undefined &&
      last.length + 1 + line.length <= LONGEST_MESSAGE;
    if (fits) messages[messages.length - 1] = `${last}\n${line}`;
    else messages.push(line);
  }
  return messages;
}

const LINES: Readonly<Record<Outcome, (results: Result[]) => string[]>> = {
  done: linesOf,
  noted: linesOf,
  failed: linesOf,
  unknown: linesOf,
  planned: planLines,
  postponed: countLines,
};

/** Like a diff: who and why, what is there, what would be. */
function planLines(results: Result[]): string[] {
  const shown = results.slice(0, MOST_PLANNED);
  const more = results.length - shown.length;
  const lines = printPlan(shown).map(encodeEntities);
  return more > 0 ? [...lines, `… and ${more} more`] : lines;
}

/** Whoever waits only waits: so many, and why. */
function countLines(results: Result[]): string[] {
  const people = new Map<string, Set<string>>();
  for (const { name, error, reason } of results) {
    const why = error ?? reason;
    people.set(why, (people.get(why) ?? new Set()).add(name));
  }
  return [...people].map(([why, names]) => {
    const who = names.size > MOST_NAMED
      ? `${names.size} people`
      : [...names].join(", ");
    return `• ${encodeEntities(who)}: ${encodeEntities(why)}`;
  });
}

/** Whoever failed is named; of what went well the first lines will do. */
function linesOf(results: Result[]): string[] {
  const named = results.filter(isNamed).map(lineOf);
  const rest = results.filter((result) => !isNamed(result)).map(lineOf);
  const more = rest.length - MOST_LINES;
  return more <= 0
    ? [...named, ...rest]
    : [...named, ...rest.slice(0, MOST_LINES), `… and ${more} more`];
}

function isNamed(result: Result): boolean {
  return result.outcome === "failed" || result.outcome === "unknown" ||
    lastingKey(result) !== null;
}

/** Bookkeeping that changes nothing anybody sees is not told; renewals are that too. */
const UNTOLD: ReadonlySet<Action> = new Set<Action>([
  "confirm",
  "follow",
  "finish",
  "forget",
  "renew",
]);

function isWorthTelling({ action, outcome }: Result): boolean {
  const smooth = outcome === "noted" || outcome === "done" ||
    action === "follow" && outcome === "planned";
  return !(smooth && UNTOLD.has(action));
}

function lineOf(result: Result): string {
  const { name, part, before, after, reason, error } = result;
  const change = before === null || after === null
    ? null
    : `${before} → ${after}`;
  const words = [change, reason, error === reason ? null : error]
    .flatMap((each) => each === null ? [] : encodeEntities(each));
  return `• ${encodeEntities(name)} ${part}: ${words.join(" — ")}`;
}
