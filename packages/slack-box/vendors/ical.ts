import {
  segmentsOf,
  standIn,
  type StandInParts,
  type VendorAnswer,
  VendorRefusal,
  type VendorRequest,
  type VendorStandIn,
} from "./stand_in.ts";
import { keyOf, type Roster, type VendorShift } from "./roster.ts";

/** The bounds of a shift that has no start or no end. */
const FIRST = Date.parse("1970-01-01T00:00:00Z");
const LAST = Date.parse("2100-01-01T00:00:00Z");
/** Octets after which a line of a calendar is folded (RFC 5545, 3.1). */
const LINE = 75;
/** Duration of a rate limit that is a fault, unless the fault names one. */
const RETRY_SECONDS = 15;

/**
 * Calendars, one for each schedule, each at its own address without a
 * credential.
 */
export function icalStandIn(parts: StandInParts): VendorStandIn {
  return standIn(parts, {
    refusal,
    route: (request) => calendar(parts.roster, request),
  });
}

function refusal(
  status: number,
  error = `HTTP status ${status}`,
  retryAfterSeconds = RETRY_SECONDS,
): VendorAnswer {
  const headers: Record<string, string> = { "content-type": "text/plain" };
  if (status === 429) headers["retry-after"] = String(retryAfterSeconds);
  return { status, headers, body: error };
}

/** `GET /…/<id>.ics` */
function calendar(
  roster: Roster,
  { method, path }: VendorRequest,
): VendorAnswer {
  const name = segmentsOf(path).at(-1);
  const schedule = roster.schedulesOf("ical")
    .find(({ id }) => name === `${id}.ics`);
  if (method !== "GET" || schedule === undefined) {
    throw new VendorRefusal(refusal(404, "there is no such calendar"));
  }
  const headers = { "content-type": "text/calendar; charset=utf-8" };
  const { raw, shifts } = schedule;
  if (raw !== undefined) return { status: 200, headers, body: raw };
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Local workspace//Calendars//EN",
    `X-WR-CALNAME:${escaped(schedule.name)}`,
    ...shifts.flatMap((shift) => event(roster, schedule.id, shift)),
    "END:VCALENDAR",
  ];
  const body = lines.map((line) => `${folded(line)}\r\n`).join("");
  return { status: 200, headers, body };
}

function event(roster: Roster, schedule: string, shift: VendorShift): string[] {
  const { email, name } = roster.userOf(shift.email);
  const start = shift.startMs ?? FIRST;
  const end = shift.endMs ?? LAST;
  return [
    "BEGIN:VEVENT",
    `UID:${keyOf(JSON.stringify([schedule, email, start, end]))}@example.com`,
    `DTSTAMP:${time(FIRST)}`,
    shift.wholeDays
      ? `DTSTART;VALUE=DATE:${day(start)}`
      : `DTSTART:${time(start)}`,
    shift.wholeDays ? `DTEND;VALUE=DATE:${day(end)}` : `DTEND:${time(end)}`,
    `SUMMARY:${escaped(name)}`,
    `ATTENDEE;CN="${name.replaceAll('"', "'")}":mailto:${email}`,
    "END:VEVENT",
  ];
}

/** `20260302T080000Z` */
function time(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");
}

/** `20260302` */
function day(ms: number): string {
  return time(ms).slice(0, "20260302".length);
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");
}

function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let octets = 0;
  // By characters, so that no character is split between two lines.
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE) {
      parts.push("\r\n ");
      octets = 1;
    }
    parts.push(character);
    octets += size;
  }
  return parts.join("");
}
