import { assertEquals } from "@std/assert";
import type { ValidatedSource } from "../../../rosters/sources.ts";
import { readCalendar } from "../../../rosters/ical/calendar.ts";
import type {
  ReadingWindow,
  RosterReading,
  RosterShift,
} from "../../../rosters/port.ts";

export const SOURCE: ValidatedSource<"ical"> = {
  type: "ical",
  id: "cal",
  state: "pto",
  url: "https://calendar.example.com/team.ics",
  token: null,
  label: null,
  match: null,
  out_of_office_only: false,
  who: "auto",
  everybody: null,
};

/** Unix seconds of an ISO time. */
export function at(iso: string): number {
  return Date.parse(iso) / 1000;
}

/** November 2026, in which New York's clocks change on the first. */
export const NOVEMBER: ReadingWindow = {
  since: at("2026-11-01T00:00:00Z"),
  until: at("2026-12-01T00:00:00Z"),
};

/** Spring 2026, in which Berlin's clocks change on the 29th of March. */
export const SPRING: Settings = {
  window: { since: at("2026-02-28"), until: at("2026-05-15") },
  zone: "Europe/Berlin",
};

/** A calendar of these components and lines. */
export function calendar(...contents: string[]): string {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", ...contents];
  return [...lines, "END:VCALENDAR", ""].join("\n").replaceAll("\n", "\r\n");
}

/** An event of these lines. A UID and a summary are added where missing. */
export function event(...lines: string[]): string {
  const has = (name: string) =>
    lines.some((line) => line.startsWith(`${name}:`));
  const own = [
    ...(has("UID")
      ? []
      : [`UID:${lines.join().slice(0, 200).replaceAll("\n", " ")}`]),
    ...(has("SUMMARY") ? [] : ["SUMMARY:Alice"]),
    ...lines,
  ];
  return ["BEGIN:VEVENT", ...own, "END:VEVENT"].join("\n");
}

export interface Settings {
  source?: Partial<ValidatedSource<"ical">>;
  window?: ReadingWindow;
  zone?: string;
}

export function read(text: string, settings: Settings = {}): RosterReading {
  return readCalendar(
    text,
    { ...SOURCE, ...settings.source },
    settings.window ?? NOVEMBER,
    settings.zone ?? "UTC",
  );
}

/** `Alice 2026-11-02T09:00Z/2026-11-02T17:00Z`, whole days `2026-12-24/2027-01-02`. */
export function brief({ identity, start, end, days }: RosterShift): string {
  if (days) return `${identity.name} ${days.from}/${days.until}`;
  const iso = (seconds: number) =>
    new Date(seconds * 1000).toISOString().replace(":00.000Z", "Z");
  return `${identity.name} ${iso(start)}/${end === null ? "" : iso(end)}`;
}

/** A maker's events, and all shifts in brief that they come to in spring. */
export type WildCase = [
  what: string,
  components: string[],
  shifts: string[],
  settings?: Settings,
];

export function checkWild(cases: readonly WildCase[]): void {
  for (const [what, components, shifts, settings] of cases) {
    const found = shiftsOf(calendar(...components), { ...SPRING, ...settings });
    assertEquals(found, shifts, what);
  }
}

/** All shifts in brief; what is not valid would be a surprise, so it is listed. */
export function shiftsOf(text: string, settings: Settings = {}): string[] {
  const { shifts, rejected, unreadable } = read(text, settings);
  const reasons = [...unreadable, ...rejected].map(({ reason }) => reason);
  return [...shifts.map(brief), ...new Set(reasons.map((why) => `! ${why}`))];
}
