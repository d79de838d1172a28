/** Pieces of sentences. */
import { PART_TEXTS } from "../../reconciler/change.ts";
import type { PartName } from "../../reconciler/claim.ts";
import { formatUntil } from "../../reconciler/template.ts";
import { stateLabel, type StateRules } from "../../reconciler/state_rule.ts";
import { escapeText } from "../../slack/messages.ts";

export { stateLabel };

/** `1 person`, `12 people`. */
export function peopleText(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

/** `status, notifications and presence`. */
export function listText(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  const others = words.slice(0, -1);
  return others.length === 0 ? last : `${others.join(", ")} and ${last}`;
}

/** Slack shows their names. @param people Slack user ids. */
export function mentions(people: readonly string[]): string {
  return people.map((id) => `<@${id}>`).join(", ");
}

/** One part of a presence, with what is there now. */
export interface RestoredPart {
  part: PartName;
  after: string | null;
}

/** `status: :palm_tree: Away; presence: away`. */
export function partsText(parts: readonly RestoredPart[]): string {
  return parts.map(({ part, after }) =>
    `${PART_TEXTS[part]}: ${escapeText(after ?? "")}`
  ).join("; ");
}

/** A run takes up to this long to change a status. */
const RUN_TAKES_SECONDS = 15;

/** `within a minute`. @param seconds Seconds until the run begins. */
export function withinText(seconds: number): string {
  return seconds + RUN_TAKES_SECONDS <= 60
    ? "within a minute"
    : "within two minutes";
}

/** `on call, time off and focus time`. @param states Their names in the configuration. */
export function statesText(
  rules: StateRules,
  states: readonly string[],
): string {
  return listText(states.map((state) => stateLabel(rules, state)));
}

/** With a large first letter, for the beginning of a line. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whose clock a text is read by, and when. */
export interface Reader {
  /** IANA name. */
  timeZone: string;
  /** Unix seconds. */
  now: number;
}

/** Time that has a start; `end: null` is open. Unix seconds. */
interface Span {
  start: number;
  end: number | null;
}

/**
 * An instant by the reader's clock: `17:00` today, `Tue 09:00` within six days,
 * `14 Mar 09:00` otherwise.
 */
export function timeText(at: number, { timeZone, now }: Reader): string {
  return formatUntil(at, timeZone, now);
}

/**
 * When something is, for a direct message: `until 17:00`, `from Tue 09:00 until Wed
 * 09:00`; of whole days by the reader's clock `Tue 3 to Thu 5 Mar, back Friday`.
 */
export function whenText({ start, end }: Span, reader: Reader): string {
  const clock = (at: number) => clockOf(at, reader.timeZone);
  if (clock(start) === "00:00" && (end === null || clock(end) === "00:00")) {
    const first = dateOf(start, reader.timeZone);
    const last = end === null ? null : dateOf(end - 1, reader.timeZone);
    return daysText({ first, last }, reader);
  }
  const from = start > reader.now ? `from ${timeText(start, reader)} ` : "";
  const until = end === null ? "further notice" : timeText(end, reader);
  return `${from}until ${until}`;
}

/** Whole days, `2026-03-02`, including the last one; `null` if there is no last day. */
export interface Days {
  first: string;
  last: string | null;
}

/** `Tue 3 Mar`, `Tue 3 to Thu 5 Mar, back Friday`, `from Tue 3 Mar until further notice`. */
export function daysText({ first, last }: Days, reader: Reader): string {
  const today = dateOf(reader.now, reader.timeZone);
  const day = (date: string) => dayText(date, today);
  if (last === null) return `from ${day(first)} until further notice`;
  const back = backText(last, today);
  if (last === first) return day(last) + back;
  const sameMonth = first.slice(0, 7) === last.slice(0, 7);
  const from = sameMonth
    ? day(first).split(" ").slice(0, 2).join(" ")
    : day(first);
  return `${from} to ${day(last)}${back}`;
}

/** `Tue 3 Mar`, with the year if it is another one. */
function dayText(date: string, today: string): string {
  const year = date.slice(0, 4);
  const text = dayFormat({ weekday: "short", day: "numeric", month: "short" })
    .format(noonOf(date)).replace(",", "");
  return year === today.slice(0, 4) ? text : `${text} ${year}`;
}

/** `, back Friday` if that is in the week ahead and, in most places, no weekend. */
function backText(last: string, today: string): string {
  const back = noonOf(last) + MS_PER_DAY;
  const ahead = (back - noonOf(today)) / MS_PER_DAY;
  const weekday = dayFormat({ weekday: "long" }).format(back);
  return ahead < 1 || ahead > 7 || weekday.startsWith("S")
    ? ""
    : `, back ${weekday}`;
}

const MS_PER_DAY = 86_400_000;

function noonOf(date: string): number {
  return Date.parse(`${date}T12:00:00Z`);
}

function dayFormat(style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...style });
}

/** `2026-03-02` where the clock shows this instant. */
function dateOf(at: number, timeZone: string): string {
  // Swedish dates are written in ISO's way.
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(at * 1000);
}

function clockOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at * 1000);
}

/**
 * An instant for a channel: Slack shows it by each reader's own clock.
 *
 * @param timeZone Of the text for clients that cannot, which names it.
 */
export function sharedTimeText(at: number, { timeZone, now }: Reader): string {
  const fallback = `${formatUntil(at, timeZone, now)} ${timeZone}`;
  return `<!date^${at}^{date_short_pretty} {time}|${fallback}>`;
}

/**
 * A link that people open.
 *
 * @param url As Slack gave it.
 */
export function linkText({ name, url }: { name: string; url: string }): string {
  return `<${url}|${escapeText(name)}>`;
}
