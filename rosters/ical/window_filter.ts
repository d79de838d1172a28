import { SECONDS_PER_DAY } from "../../time.ts";
import type { ReadingWindow } from "../port.ts";
import { dayOf, isDate } from "./date_time.ts";
import type { Component } from "./scan.ts";

/** More days than any zone, or the end of a day, can make a difference. */
const MARGIN_DAYS = 3;

/** Lines by which an event may be at other times than its `DTSTART` says. */
const OTHER_TIMES = /^(RDATE|EXRULE|RECURRENCE-ID|DURATION)\b/i;

/**
 * Decides by a glance at their lines which events must be parsed. It saves most
 * of the work for calendars of many years. An event must be parsed if
 * - it may reach into the window, or the glance cannot tell;
 * - others have the same UID: a version at another time may be the one that
 *   counts.
 *
 * @param components All events of the feed.
 */
export function needsReading(
  components: readonly Component[],
  window: ReadingWindow,
): (component: Component) => boolean {
  const uids = new Map<string, number>();
  for (const component of components) {
    const uid = uidLineOf(component);
    uids.set(uid, (uids.get(uid) ?? 0) + 1);
  }
  return (component) =>
    uids.get(uidLineOf(component))! > 1 || mayReach(component, window);
}

/** Whether an event by itself may reach into the window, even if malformed. */
export function mayReach(
  component: Component,
  { since, until }: ReadingWindow,
): boolean {
  const first = Math.floor(since / SECONDS_PER_DAY) - MARGIN_DAYS;
  const last = Math.ceil(until / SECONDS_PER_DAY) + MARGIN_DAYS;
  const days = daysOf(component);
  return days === null || !(days.to < first || days.from > last);
}

function uidLineOf({ lines }: Component): string {
  return lines.find((line) => /^UID[:;]/i.test(line)) ?? "";
}

/** The days that an event lies within, or `null` if a glance cannot tell. */
function daysOf({ lines }: Component): { from: number; to: number } | null {
  let start: number | null = null;
  let end: number | null = null;
  let rules = 0;
  let ruleEnd = Infinity;
  for (const line of lines) {
    if (OTHER_TIMES.test(line)) return null;
    if (/^DTSTART\b/i.test(line)) start = lastDateOf(line);
    if (/^DTEND\b/i.test(line)) end = lastDateOf(line);
    if (/^RRULE[:;]/i.test(line)) {
      rules++;
      const [, until] = /UNTIL\s*=\s*(\d{8})/i.exec(line) ?? [];
      ruleEnd = until === undefined ? Infinity : dayOfDate(until);
    }
  }
  if (start === null || !(start <= (end ?? start))) return null;
  const length = (end ?? start) - start;
  if (rules === 0) return { from: start, to: start + length };
  if (rules > 1) return null;
  if (Number.isNaN(ruleEnd)) return null;
  return { from: start, to: Math.max(ruleEnd, start) + length };
}

/** The day of a line's value, or `NaN` if the value is no date. */
function lastDateOf(line: string): number {
  const [, date] = /:(\d{8})(?:T\d{6}Z?)?\s*$/.exec(line) ?? [];
  return date === undefined ? NaN : dayOfDate(date);
}

/** `NaN` for a date that does not exist: the glance cannot tell when that is. */
function dayOfDate(text: string): number {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
    .map(Number) as [number, number, number];
  return isDate(year, month, day) ? dayOf(year, month, day) : NaN;
}
