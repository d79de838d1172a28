import { formatInstant, parseInstant } from "../../instant.ts";
import type { VendorSchedule, VendorShift } from "../roster.ts";
import { overlaps, type Window } from "../window.ts";

const DAY_MS = 86_400_000;
const UNIT_DAYS: Record<string, number> = { days: 1, weeks: 7, months: 31 };

/** A piece of a shift as a timeline shows it; ISO times. */
export interface Period {
  startDate: string;
  endDate: string;
  /** `historical` up to the present, else `default`. */
  type: string;
  email: string;
}

export interface Rotation {
  id: string;
  name: string;
  order: number;
  periods: Period[];
}

/** The range that a query asks for: from the beginning of a day, in UTC. */
export function rangeOf(query: URLSearchParams, nowMs: number): Window | null {
  const date = query.get("date");
  const from = date === null ? nowMs : parseInstant(date);
  const interval = Number(query.get("interval") ?? "1");
  const days = UNIT_DAYS[query.get("intervalUnit") ?? "weeks"];
  if (from === null || days === undefined || !(interval >= 1)) return null;
  const since = Math.floor(from / DAY_MS) * DAY_MS;
  return { since, until: since + interval * days * DAY_MS };
}

/**
 * A schedule within a range: a rotation for each level, its shifts cut off at
 * both ends of the range and split at the present.
 */
export function rotationsOf(
  { id, shifts }: VendorSchedule,
  range: Window,
  nowMs: number,
): Rotation[] {
  const levels = [...new Set(shifts.map(({ level }) => level))].sort();
  return levels.map((level, index) => ({
    id: `${id}-rotation-${level}`,
    name: `Rotation ${level}`,
    order: index + 1,
    periods: shifts
      .filter((shift) => shift.level === level && overlaps(shift, range))
      .flatMap((shift) => periodsOf(shift, range, nowMs)),
  }));
}

function periodsOf(
  shift: VendorShift,
  range: Window,
  nowMs: number,
): Period[] {
  const { email } = shift;
  const start = Math.max(shift.start ?? -Infinity, range.since);
  const end = Math.min(shift.end ?? Infinity, range.until);
  const period = (from: number, to: number) => ({
    startDate: formatInstant(from),
    endDate: formatInstant(to),
    type: to <= nowMs ? "historical" : "default",
    email,
  });
  if (start < nowMs && nowMs < end) {
    return [period(start, nowMs), period(nowMs, end)];
  }
  return [period(start, end)];
}
