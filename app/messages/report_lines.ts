/** The lines of a report about people: what happened, why, and to whom. */
import {
  PART_TEXTS,
  type Problem,
  type Result,
} from "../../reconciler/change.ts";
import { escapeText } from "../../slack/messages.ts";
import { lastingSince, namesText } from "./outages.ts";
import { listText, type Reader } from "./phrases.ts";

/** People to whom the same happened, and what that is. */
export interface Group {
  /** The results of each person, by part in the order of `PART_TEXTS`. */
  people: Result[][];
}

/** Whether the report shows texts of people's own: what they had before, and have again. */
export interface Shown {
  ownTexts: boolean;
  /** Whether everyone is named, not just the first ten. */
  allNames: boolean;
}

/**
 * What was done to some people: `:pager: On call until 17:00 (on call: Payments):
 * p01, p02 … (12)`.
 */
export function doneLine({ people }: Group, shown: Shown): string {
  const [results] = people;
  const what = results!.map(doneText).join(", ");
  return line(`${what} (${whyOf(results!)})`, people, shown);
}

/** One part of it, without texts of the person's own. */
function doneText({ part, action, before, after }: Result): string {
  if (part !== "status") {
    return `${PART_TEXTS[part]} ${valueText(part, after)}`;
  }
  const [old, now] = [before, after].map((each) => escapeText(each ?? ""));
  if (action === "restore") return `${old} ended`;
  return action === "start" ? now! : `${old} → ${now}`;
}

/** Of notifications only whether they are off: the end of a lease moves. */
function valueText(part: Result["part"], value: string | null): string {
  const text = value ?? "";
  return escapeText(part === "dnd" ? text.replace(/^off .*/, "off") : text);
}

/** Why nothing was done, or not yet: `they changed it: kept (notifications): ann`. */
export function leftLine({ people }: Group, shown: Shown): string {
  const [results] = people;
  const why = whyOf(results!);
  return line(why + partsIn(results!), people, shown);
}

/** Why something failed, and what was to be done. */
export function failedLine({ people }: Group, shown: Shown): string {
  const [results] = people;
  const [{ error, reason }] = results as [Result];
  const aim = error === null || error === reason
    ? ""
    : ` — ${escapeText(reason)}`;
  const why = escapeText(error ?? reason);
  return line(why + partsIn(results!) + aim, people, shown);
}

/** Like a diff: why and who, then the value before and after. */
export function planLines({ people }: Group, shown: Shown): string[] {
  const [[result]] = people as [[Result]];
  const { action, part, reason, before, after } = result;
  const head = `${action} ${PART_TEXTS[part]} (${escapeText(reason)})`;
  const own = ownText(result) === null || shown.ownTexts ? null : action;
  return [
    line(head, people, { ownTexts: false, allNames: shown.allNames }),
    ...(before === null || after === null ? [] : [
      `- ${own === "start" ? OWN_STATUS : valueText(part, before)}`,
      `+ ${own === "restore" ? OWN_STATUS : valueText(part, after)}`,
    ]),
  ];
}

/** In the place of a text of the person's own. */
export const OWN_STATUS = "their own status";

/** A status of the person's own in a result; `null` if there is none. */
function ownText({ part, action, before, after }: Result): string | null {
  if (part !== "status") return null;
  const own = action === "start" ? before : action === "restore" ? after : null;
  return own === "no status" ? null : own;
}

/** People who wait: how many, and why. */
export function waitingLine(who: readonly string[], why: string): string {
  const names = who.length > MOST_WAITING
    ? `${who.length} people`
    : who.join(", ");
  return `• ${escapeText(names)}: ${escapeText(why)}`;
}

/** Most people who wait that are named. */
const MOST_WAITING = 5;

/** The reasons of the parts; those that only follow the status are left out. */
function whyOf(results: readonly Result[]): string {
  const status = results.find(({ part }) => part === "status");
  const told = results.filter((each) =>
    status === undefined || each === status || each.action !== status.action
  );
  return [...new Set(told.map(({ reason }) => escapeText(reason)))].join("; ");
}

function partsIn(results: readonly Result[]): string {
  const parts = results.map(({ part }) => PART_TEXTS[part]);
  return parts.join() === PART_TEXTS.status ? "" : ` (${listText(parts)})`;
}

function line(what: string, people: readonly Result[][], shown: Shown): string {
  const names = people.map((results) => {
    const name = escapeText(results[0]!.name);
    const own = shown.ownTexts
      ? results.map(ownText).find((each) => each !== null)
      : undefined;
    return own === undefined ? name : `${name} (${ownWords(results, own)})`;
  });
  return `• ${what}: ${shown.allNames ? names.join(", ") : namesText(names)}`;
}

/** `had :sandwich: Lunch`, `:sandwich: Lunch again`. */
function ownWords([{ action }]: Result[] | [Result], own: string): string {
  const text = escapeText(own);
  return action === "restore" ? `${text} again` : `had ${text}`;
}

/** Problems with the same reason. @param since When they began, if they last (Unix seconds). */
export function problemLine(
  problems: readonly Problem[],
  more: { since: number | null; url: string | null; reader: Reader } | null,
): string {
  const [{ reason, remedy }] = problems as [Problem];
  const about = namesText(problems.map((each) => escapeText(each.about)));
  const since = more === null || more.since === null
    ? ""
    : lastingSince(more.since, more.reader);
  const then = remedy === undefined ? "" : `\n      ${remedy}`;
  const link = more === null || more.url === null ? "" : `: ${more.url}`;
  return `• ${about}${since}: ${escapeText(reason)}${then}${link}`;
}
