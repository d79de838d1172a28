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
import { escapeText } from "../../slack/messages.ts";
import {
  andMore,
  moreInLog,
  NEEDS_ATTENTION,
  OUTCOMES,
} from "../messages/report.ts";

/** Most lines of successes, or of people not found. The rest is counted, so that a report stays readable. */
const MOST_LINES = 30;

/** Most lines of other problems. The failures below them must stay readable. */
const MOST_PROBLEMS = 50;

/** Most changes of a plan that are shown. */
const MOST_PLANNED = 200;

/** Most people who wait that are named. */
const MOST_NAMED = 5;

const ORDER: Outcome[] = [
  "failed",
  "unknown",
  "done",
  "planned",
  "noted",
  "postponed",
];

/** @returns the report as Slack markup; `null` if there is nothing to report. */
export function reportText({ results, problems }: StepReport): string | null {
  const sorted = sortChanges(results.filter(isWorthReporting));
  const sections = ORDER.flatMap((outcome) => {
    const own = sorted.filter((result) => result.outcome === outcome);
    if (own.length === 0) return [];
    return [OUTCOMES[outcome], ...LINES[outcome](own)];
  });
  const { lines } = problemLines(problems);
  if (lines.length > 0) sections.unshift(NEEDS_ATTENTION, ...lines);
  return sections.length === 0 ? null : sections.join("\n");
}

/**
 * A line for each problem, the daily ones last. Beyond a limit they are counted.
 *
 * @returns `rest`: the lines that are only counted.
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
  return `• ${escapeText(about)}: ${escapeText(reason)}`;
}

const LINES: Readonly<Record<Outcome, (results: Result[]) => string[]>> = {
  done: linesOf,
  noted: linesOf,
  failed: linesOf,
  unknown: linesOf,
  planned: planLines,
  postponed: countLines,
};

/** Like a diff: who and why, then the value before and after. */
function planLines(results: Result[]): string[] {
  const shown = results.slice(0, MOST_PLANNED);
  const more = results.length - shown.length;
  const lines = printPlan(shown).map(escapeText);
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
    return `• ${escapeText(who)}: ${escapeText(why)}`;
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

/** These change nothing that people see, so they are not reported unless they fail. */
const BOOKKEEPING: ReadonlySet<Action> = new Set<Action>([
  "confirm",
  "rebase",
  "close",
  "drop",
  "renew",
]);

function isWorthReporting({ action, outcome }: Result): boolean {
  const smooth = outcome === "noted" || outcome === "done" ||
    action === "rebase" && outcome === "planned";
  return !(smooth && BOOKKEEPING.has(action));
}

function lineOf(result: Result): string {
  const { name, part, before, after, reason, error } = result;
  const change = before === null || after === null
    ? null
    : `${before} → ${after}`;
  const words = [change, reason, error === reason ? null : error]
    .flatMap((each) => each === null ? [] : escapeText(each));
  return `• ${escapeText(name)} ${PART_TEXTS[part]}: ${words.join(" — ")}`;
}
