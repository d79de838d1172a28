import type { Forecast, Span } from "../../forecast/forecast.ts";
import type { ListedShift } from "../../forecast/shifts_seen.ts";
import type { Config } from "../../config/schema.ts";
import type { Person } from "../../reconciler/shift.ts";
import type { RosterReading } from "../../rosters/port.ts";
import { isoTime } from "./when.ts";

/** A time; `to` is `null` while no end is known. Both in ISO 8601. */
interface Time {
  from: string;
  to: string | null;
}

/**
 * A preview, in the shape of the local workspace's timeline. What only Slack or a
 * past could tell is empty: `showed`, `failed`.
 */
export interface PreviewDocument {
  from: string;
  to: string;
  now: string;
  time_zone: string;
  /** How many people there are; `--only` leaves some of them out. */
  total: number;
  sources: SourceEntry[];
  people: PersonEntry[];
  unknown: UnknownEntry[];
  left_out: { source: string; reason: string }[];
  look_twice: Finding[];
  not_known: string[];
}

export interface SourceEntry {
  id: string;
  type: string;
  state: string;
  schedules: string[];
  unreadable: (Time & {
    schedule: string | null;
    identity?: string;
    reason: string;
  })[];
}

export interface PersonEntry {
  id: string;
  name: string;
  time_zone: string;
  shifts: {
    state: string;
    start: string;
    end: string | null;
    source: string;
    label: string;
    level: number;
    allowed: true;
  }[];
  showed: never[];
  /** If the person allows it. */
  snoozes: (Time & { by: "app" })[];
  /** If the person allows it. */
  away: (Time & { by: "app" })[];
  planned: (Time & {
    state: string;
    text: string;
    emoji: string;
    why: string;
  })[];
  failed: never[];
}

/** A person on a roster of whom nothing says who they are. */
export interface UnknownEntry {
  name: string;
  identity: string;
  sources: string[];
  reason: string;
  /** What to put into the configuration. */
  paste: string;
}

/** Something that may not be meant. */
export interface Finding {
  kind: "leave" | "two_schedules" | "cut" | "rates" | "gap";
  /** Ids. */
  people: string[];
  text: string;
}

/** One person, with what is forecast of them. */
export interface Foreseen {
  person: Person;
  shifts: readonly ListedShift[];
  forecast: Forecast;
}

/** The sources, and what of them could not be read. */
export function sourceEntries(
  { sources }: Pick<Config, "sources">,
  { schedules, unreadable }: RosterReading,
  { from, to }: { from: number; to: number },
): SourceEntry[] {
  return sources.map(({ id, type, state }) => ({
    id,
    type,
    state,
    schedules: schedules.filter(({ source }) => source === id)
      .map(({ name }) => name),
    unreadable: unreadable.filter(({ source }) => source === id)
      .map(({ schedule, identity, reason }) => ({
        from: isoTime(from),
        to: isoTime(to),
        schedule,
        ...(identity === undefined ? {} : { identity }),
        reason,
      })),
  }));
}

/** One person's row. Shifts that begin after the last day are left out. */
export function personEntry(
  { person, shifts, forecast }: Foreseen,
  to: number,
): PersonEntry {
  const { shown, snoozed, away } = forecast;
  const byApp = (span: Span) => ({ ...timeOf(span), by: "app" as const });
  return {
    id: person.id,
    name: person.name,
    time_zone: person.time_zone,
    shifts: shifts.filter(({ start }) => start < to).map((shift) => ({
      state: shift.state,
      start: isoTime(shift.start),
      end: shift.end === null ? null : isoTime(shift.end),
      source: shift.source,
      label: shift.label,
      level: shift.level,
      allowed: true,
    })),
    showed: [],
    snoozes: snoozed.map(byApp),
    away: away.map(byApp),
    planned: shown.map((each) => ({
      ...timeOf(each),
      state: each.shift.state,
      text: each.text,
      emoji: each.emoji,
      why: each.why,
    })),
    failed: [],
  };
}

function timeOf({ from, to }: Span): Time {
  return { from: isoTime(from), to: to === null ? null : isoTime(to) };
}
