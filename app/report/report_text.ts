import {
  lastingKey,
  type Outcome,
  PART_TEXTS,
  type Problem,
  type Result,
  sortChanges,
} from "../../reconciler/change.ts";
import type { Action } from "../../reconciler/part.ts";
import {
  operatorsNeeded,
  outageOver,
  OVER,
  stillPreview,
} from "../messages/outages.ts";
import type { Reader } from "../messages/phrases.ts";
import {
  andMore,
  moreInLog,
  NEEDS_ATTENTION,
  OUTCOMES,
} from "../messages/report.ts";
import {
  doneLine,
  failedLine,
  leftLine,
  planLines,
  problemLine,
  type Shown,
  waitingLine,
} from "../messages/report_lines.ts";
import type { News } from "./news.ts";
import type { TellingOutage } from "./outages.ts";

/** Most lines of successes, or of people not found. The rest is counted, so that a report stays readable. */
const MOST_LINES = 30;

/** Most lines of other problems. The failures below them must stay readable. */
const MOST_PROBLEMS = 50;

/** Most changes of a plan that are shown. */
const MOST_PLANNED = 200;

const ORDER: Outcome[] = [
  "failed",
  "unknown",
  "done",
  "planned",
  "noted",
  "postponed",
];

/** How a report is told. */
export interface Telling {
  /** Slack user ids. */
  operators: readonly string[];
  /** Whether texts of people's own are shown. */
  ownTexts: boolean;
  reader: Reader;
  /** Links by workflow, as far as they are known. */
  urls: ReadonlyMap<string, string>;
}

/** @returns the report as Slack markup; `null` if there is nothing to report. */
export function reportText(news: News, telling: Telling): string | null {
  const sections = [
    ...attention(news, telling),
    ...overLines(news, telling.reader),
    ...outcomes(news.results, telling.ownTexts),
  ];
  if (news.preview !== null) {
    const url = telling.urls.get(SWITCH) ?? null;
    sections.push(stillPreview(news.preview.isRestoring, url));
  }
  return sections.length === 0 ? null : sections.join("\n");
}

const SWITCH = "switch_mode";

/** Whether a report has links. */
export function hasLinks({ outages, preview }: News): boolean {
  return preview !== null ||
    outages.telling.some(({ problems }) =>
      problems.some(({ link }) => link !== undefined)
    );
}

/** Outages first, those that need a person before the others. */
function attention(
  { outages: { telling: all }, problems }: News,
  telling: Telling,
): string[] {
  const calling = all.filter(({ needsOperator }) => needsOperator);
  const others = all.filter(({ needsOperator }) => !needsOperator);
  const { operators } = telling;
  const called = calling.length > 0 && operators.length > 0
    ? [operatorsNeeded(operators)]
    : [];
  const lines = [
    ...outageLines(calling, telling),
    ...called,
    ...outageLines(others, telling),
    ...problemLines(problems).lines,
  ];
  return lines.length === 0 ? [] : [NEEDS_ATTENTION, ...lines];
}

/** One line for outages that began together for the same reason. */
function outageLines(
  outages: readonly TellingOutage[],
  { reader, urls }: Telling,
): string[] {
  const all = outages.flatMap(({ problems, since }) =>
    problems.map((problem) => ({ problem, since }))
  );
  const groups = Map.groupBy(
    all,
    ({ problem, since }) => `${since} ${problem.reason}`,
  );
  return [...groups.values()].map((group) => {
    const [{ problem: { link = "" }, since }] = group as [typeof all[number]];
    const url = urls.get(link) ?? null;
    const problems = group.map(({ problem }) => problem);
    return problemLine(problems, { since, url, reader });
  });
}

function overLines({ outages: { over } }: News, reader: Reader): string[] {
  if (over.length === 0) return [];
  return [OVER, ...over.map((each) => `• ${outageOver(each, reader)}`)];
}

/**
 * A line for each reason, the daily ones last. Beyond a limit they are counted.
 *
 * @returns `rest`: the lines that are only counted.
 */
export function problemLines(
  problems: readonly Problem[],
): { lines: string[]; rest: string[] } {
  const linesFor = (daily: boolean) => {
    const some = problems.filter((each) => (each.daily ?? false) === daily);
    const groups = Map.groupBy(some, ({ reason }) => reason);
    return [...groups.values()].map((group) => problemLine(group, null));
  };
  const daily = linesFor(true);
  const others = linesFor(false);
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

function outcomes(all: Result[], ownTexts: boolean): string[] {
  const sorted = sortChanges(all.filter(isWorthReporting));
  return ORDER.flatMap((outcome) => {
    const own = sorted.filter((result) => result.outcome === outcome);
    if (own.length === 0) return [];
    return [OUTCOMES[outcome], ...LINES[outcome](own, ownTexts)];
  });
}

type LinesOf = (results: Result[], ownTexts: boolean) => string[];

const LINES: Readonly<Record<Outcome, LinesOf>> = {
  done: (results, ownTexts) =>
    grouped(
      results,
      doneKey,
      (people) => doneLine({ people }, { ownTexts, allNames: false }),
    ),
  noted: (results, ownTexts) => [
    ...leftLines(results.filter(isLasting), ownTexts, true),
    ...leftLines(results.filter((each) => !isLasting(each)), ownTexts, false),
  ],
  failed: failedLines,
  unknown: failedLines,
  planned: plannedLines,
  postponed: waitingLines,
};

function isLasting(result: Result): boolean {
  return lastingKey(result) !== null;
}

/** Everyone whom something lasting keeps out is named; for the others the first lines are enough. */
function leftLines(results: Result[], ownTexts: boolean, allNames: boolean) {
  const shown: Shown = { ownTexts, allNames };
  return grouped(
    results,
    ({ reason, part }) => `${part} ${reason}`,
    (people) => leftLine({ people }, shown),
    allNames ? Infinity : MOST_LINES,
  );
}

/** Everyone who failed is named. */
function failedLines(results: Result[]): string[] {
  const byReason = Map.groupBy(
    results,
    ({ error, reason }) => JSON.stringify([error, reason]),
  );
  return [...byReason.values()].flatMap((group) =>
    grouped(
      group,
      ({ part }) => part,
      (people) => failedLine({ people }, { ownTexts: false, allNames: true }),
      Infinity,
    )
  );
}

/** What a person's result says apart from their name and their own texts. */
function doneKey({ part, action, reason, before, after }: Result): string {
  const ours = action === "start"
    ? [after]
    : action === "restore"
    ? [before]
    : [before, after];
  const values = part === "status" ? ours : [after];
  return JSON.stringify([part, action, reason, ...values]);
}

/** One line for people with the same results. */
function grouped(
  results: readonly Result[],
  keyOf: (result: Result) => string,
  lineOf: (people: Result[][]) => string,
  most = MOST_LINES,
): string[] {
  const people = Map.groupBy(results, ({ person }) => person);
  const groups = Map.groupBy(
    [...people.values()].map(byPart),
    (own) => own.map(keyOf).join("\n"),
  );
  const all = [...groups.values()];
  const lines = all.slice(0, most).map(lineOf);
  const left = all.slice(most).flat(2).length;
  return left > 0 ? [...lines, andMore(left)] : lines;
}

const PARTS = Object.keys(PART_TEXTS);

/** The status first. */
function byPart(results: Result[]): Result[] {
  return results.toSorted((a, b) =>
    PARTS.indexOf(a.part) - PARTS.indexOf(b.part)
  );
}

function plannedLines(results: Result[], ownTexts: boolean): string[] {
  const shown: Shown = { ownTexts, allNames: false };
  const groups = Map.groupBy(
    results,
    ({ part, action, reason, before, after }) =>
      JSON.stringify([part, action, reason, before, after]),
  );
  const all = [...groups.values()];
  const lines = all.slice(0, MOST_PLANNED).flatMap((group) =>
    planLines({ people: group.map((each) => [each]) }, shown)
  );
  const left = all.slice(MOST_PLANNED).flat().length;
  return left > 0 ? [...lines, andMore(left)] : lines;
}

/** People who wait: how many, and why. */
function waitingLines(results: Result[]): string[] {
  const people = new Map<string, Set<string>>();
  for (const { name, error, reason } of results) {
    const why = error ?? reason;
    people.set(why, (people.get(why) ?? new Set()).add(name));
  }
  return [...people].map(([why, names]) => waitingLine([...names], why));
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
