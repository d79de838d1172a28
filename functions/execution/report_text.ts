import type { Action } from "../../reconciler/part_kind.ts";
import { sortChanges } from "../../reconciler/change.ts";
import {
  lastingKey,
  type Outcome,
  type Result,
  type StepReport,
} from "../../reconciler/result.ts";
import { encodeEntities } from "../../slack/entities.ts";

/** Lines of what went well before the rest is counted: a report stays readable. */
const MOST_LINES = 30;

/** Characters of one message; Slack folds, and in the end cuts, longer ones. */
const LONGEST_MESSAGE = 3500;

const TITLES: Readonly<Record<Outcome, string>> = {
  done: "Changed",
  noted: "Left alone",
  failed: "Failed",
  unknown: "Not answered by Slack; the next run finds out",
  postponed: "Postponed to the next run",
};

const ORDER: Outcome[] = ["failed", "unknown", "done", "noted", "postponed"];

/** The report as Slack markup, or `null` when there is nothing to say. */
export function reportText({ results, problems }: StepReport): string | null {
  const told = sortChanges(results.filter(isWorthTelling));
  const sections = ORDER.flatMap((outcome) => {
    const own = told.filter((result) => result.outcome === outcome);
    return own.length === 0 ? [] : [`*${TITLES[outcome]}*`, ...linesOf(own)];
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
  "finish",
  "forget",
  "renew",
]);

function isWorthTelling({ action, outcome }: Result): boolean {
  const smooth = outcome === "noted" || outcome === "done";
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
