import ICAL from "ical.js";
import nodeIcal, { type VEvent } from "node-ical";
import { DAY } from "@std/datetime";
import type { ReadingWindow } from "../../../../rosters/port.ts";
import { at, read } from "../feed.ts";
import type { Told } from "./spans.ts";
import { ZONE_OF_DAYS } from "./written_calendar.ts";

/** Reads a calendar, and says who is on when around a window. */
export type Reader = (text: string, window: ReadingWindow) => Told[];

/** This app. Anything that it does not read is an error here. */
export const ours: Reader = (text, window) => {
  const { shifts, rejected, unreadable } = read(text, {
    window,
    zone: ZONE_OF_DAYS,
  });
  const reasons = [...rejected, ...unreadable].map(({ reason }) => reason);
  if (reasons.length > 0) throw new Error(reasons.join("; "));
  return shifts.map(({ identity, start, end, days }) => ({
    who: nameOf(identity.name),
    days: days !== undefined,
    start: days ? at(days.from) : start,
    // The end of a shift that outlasts the window is not told.
    end: days ? at(days.until) : end ?? Infinity,
  }));
};

/** How far before and after the window an occurrence may have been moved. */
const MARGIN_SECONDS = 60 * DAY / 1000;

/** `ical.js`: its own parser, its own expansion, the zones that the feed defines. */
export const icalJs: Reader = (text, window) => {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const events = calendar.getAllSubcomponents("vevent")
    .map((component) =>
      // Without these it takes changed occurrences of other events for its own.
      new ICAL.Event(component, { exceptions: [], strictExceptions: true })
    );
  const told: Told[] = [];
  const take = (
    event: ICAL.Event,
    start: ICAL.Time,
    end: ICAL.Time,
  ) => {
    if (isCancelled(event.component.getFirstPropertyValue("status"))) return;
    const [attendee] = event.attendees;
    told.push({
      who: nameOf(String(attendee?.getFirstValue() ?? event.summary)),
      days: start.isDate,
      start: start.toUnixTime(),
      end: end.toUnixTime(),
    });
  };
  for (const event of events) {
    if (event.isRecurrenceException()) continue;
    if (isCancelled(event.component.getFirstPropertyValue("status"))) continue;
    for (const other of events) {
      if (!other.isRecurrenceException() || other.uid !== event.uid) continue;
      event.relateException(other);
    }
    if (!event.isRecurring()) {
      take(event, event.startDate, event.endDate);
      continue;
    }
    const walk = event.iterator();
    for (let next = walk.next(); next; next = walk.next()) {
      if (next.toUnixTime() > window.until + MARGIN_SECONDS) break;
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      take(item, startDate, endDate);
    }
  }
  return told;
};

/** `node-ical`: its own parser, zones of `Intl`, rules by `rrule-temporal`. */
export const nodeIcalReader: Reader = (text, window) => {
  const from = new Date((window.since - MARGIN_SECONDS) * 1000);
  const to = new Date((window.until + MARGIN_SECONDS) * 1000);
  return Object.values(nodeIcal.sync.parseICS(text))
    .filter((one): one is VEvent => one?.type === "VEVENT")
    .filter(({ status }) => !isCancelled(status))
    .flatMap((event) =>
      nodeIcal.expandRecurringEvent(event, { from, to, expandOngoing: true })
    )
    .filter(({ event }) => !isCancelled(event.status))
    .map(({ event, start, end, isFullDay, summary }) => ({
      who: nameOf(attendeeOf(event) ?? textOf(summary)),
      days: isFullDay,
      start: isFullDay ? dayOf(start) : start.getTime() / 1000,
      end: isFullDay ? dayOf(end) : end.getTime() / 1000,
    }));
};

export const OTHERS = { "ical.js": icalJs, "node-ical": nodeIcalReader };

function isCancelled(status: unknown): boolean {
  return /^cancell?ed$/i.test(String(status));
}

function nameOf(text: string): string {
  return text.replace(/^mailto:/i, "").replace(/@.*/, "");
}

/** A text of `node-ical`, with or without parameters. */
function textOf(value: unknown): string {
  return typeof value === "object" && value !== null && "val" in value
    ? String(value.val)
    : String(value);
}

function attendeeOf({ attendee }: VEvent): string | undefined {
  const [first] = [attendee ?? []].flat();
  return first === undefined ? undefined : textOf(first);
}

/** `node-ical` gives whole days at midnight of the machine's zone. */
function dayOf(time: Date): number {
  return Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) / 1000;
}
