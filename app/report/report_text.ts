import {
  lastingKey,
  type Outcome,
  PART_TEXTS,
  printPlan,
  type Problem,
  type Result,
  sortChanges,
  type StepReport,
} from "../../reconciler/change.ts";
import type { Action } from "../../reconciler/part.ts";
import { encodeEntities } from "../../slack/messages.ts";
import {
  andMore,
  moreInLog,
  NEEDS_ATTENTION,
  OUTCOMES,
} from "../messages/report.ts";

/** Lines of successes, or of people not found, before the rest is counted: a report stays readable. */
const MOST_LINES = 30;

/** Lines of other problems: the failures below them must stay readable. */
const MOST_PROBLEMS = 50;

/** Changes of a plan that are shown; a plan is there to be read. */
const MOST_PLANNED = 200;

/** People who only wait and are named. */
const MOST_NAMED = 5;

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
    return [OUTCOMES[outcome], ...LINES[outcome](own)];
  });
  const { lines } = problemLines(problems);
  if (lines.length > 0) sections.unshift(NEEDS_ATTENTION, ...lines);
  return sections.length === 0 ? null : sections.join("\n");
}

/**
 * A line for each problem: first what lasts, then what is listed once a day.
 * What is more than can be read is counted.
 *
 * @returns also the lines that are only counted.
 */
export function problemLines(
  problems: readonly Problem[],
): { lines: string[]; rest: string[] } {
  const daily = problems.filter((problem) => problem.daily).map(problemLine);
  const others = problems.filter((problem) => !problem.daily).map(problemLine);
  const rest = [others.slice(MOST_PROBLEMS), daily.slice(MOST_LINES)];
  return {
    lines: [
      ...others.slice(0, MOST_PROBLEMS),
      ...counted(rest[0]!),
      ...daily.slice(0, MOST_LINES),
      ...counted(rest[1]!),
    ],
    rest: rest.flat(),
  };
}

function counted(rest: string[]): string[] {
  return rest.length === 0 ? [] : [moreInLog(rest.length)];
}

function problemLine({ about, reason }: Problem): string {
  return `• ${encodeEntities(about)}: ${encodeEntities(reason)}`;
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
  return more > 0 ? [...lines, andMore(more)] : lines;
}

/** People who wait: how many, and why. */
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

/** Everyone who failed is named; for successes the first lines are enough. */
function linesOf(results: Result[]): string[] {
  const named = results.filter(isNamed).map(lineOf);
  const rest = results.filter((result) => !isNamed(result)).map(lineOf);
  const more = rest.length - MOST_LINES;
  return more <= 0
    ? [...named, ...rest]
    : [...named, ...rest.slice(0, MOST_LINES), andMore(more)];
}

function isNamed(result: Result): boolean {
  return result.outcome === "failed" || result.outcome === "unknown" ||
    lastingKey(result) !== null;
}

/** Bookkeeping that changes nothing visible is not told, and neither are renewals. */
const UNTOLD: ReadonlySet<Action> = new Set<Action>([
  "confirm",
  "rebase",
  "close",
  "drop",
  "renew",
]);

function isWorthTelling({ action, outcome }: Result): boolean {
  const smooth = outcome === "noted" || outcome === "done" ||
    action === "rebase" && outcome === "planned";
  return !(smooth && UNTOLD.has(action));
}

function lineOf(result: Result): string {
  const { name, part, before, after, reason, error } = result;
  const change = before === null || after === null
    ? null
    : `${before} → ${after}`;
  const words = [change, reason, error === reason ? null : error]
    .flatMap((each) => each === null ? [] : encodeEntities(each));
  return `• ${encodeEntities(name)} ${PART_TEXTS[part]}: ${words.join(" — ")}`;
}
