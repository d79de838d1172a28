import fc from "fast-check";
import { SECONDS_PER_DAY } from "../../../../time.ts";

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
type Weekday = typeof WEEKDAYS[number];

/** A rule that all makers can write. */
export type Repeats =
  | { freq: "DAILY"; interval: number }
  | { freq: "WEEKLY"; interval: number; weekdays: Weekday[] }
  | { freq: "MONTHLY"; interval: number; nth: number; weekday: Weekday };

/** What was changed of one occurrence. */
export interface Change {
  /** Which occurrence, from 0. */
  index: number;
  kind: "deleted" | "cancelled" | "given away" | "moved" | "moved from here on";
  /** By how much it is later; negative: earlier. */
  days: number;
  minutes: number;
}

/** One event of a calendar, before a maker writes it. */
export interface Series {
  /** Also the name before the `@` of the person's address. */
  id: string;
  /** The zone of its times; `null`: whole days. */
  zone: string | null;
  /** The first occurrence, by the wall clock: seconds as if in UTC. */
  start: number;
  /** In minutes; of whole days, in days. */
  length: number;
  repeats: Repeats | null;
  /** By what it ends, at which occurrence, from 0; `null`: it does not end. */
  last: { by: "COUNT" | "UNTIL"; index: number } | null;
  changes: Change[];
  /** Called off as a whole. */
  cancelled: boolean;
}

/** What a maker's calendars may hold. */
export interface Abilities {
  /** `null` for whole days. */
  zones: readonly (string | null)[];
  repeats: boolean;
  changes: readonly Change["kind"][];
  cancels: boolean;
}

/** Enough for the windows of the test: no window lies later than these end. */
const MOST_OCCURRENCES = 700;

/** The starts of a series by the wall clock, one day after the other. */
export function startsOf({ start, repeats, last }: Series): number[] {
  if (repeats === null) return [start];
  const most = last === null ? MOST_OCCURRENCES : last.index + 1;
  const found: number[] = [];
  for (let day = 0; found.length < most && day < 1_500; day++) {
    const wall = start + day * SECONDS_PER_DAY;
    if (takes(repeats, start, wall)) found.push(wall);
  }
  return found;
}

function takes(repeats: Repeats, start: number, wall: number): boolean {
  const { interval } = repeats;
  const date = new Date(wall * 1000);
  const first = new Date(start * 1000);
  if (repeats.freq === "DAILY") {
    return (wall - start) / SECONDS_PER_DAY % interval === 0;
  }
  if (repeats.freq === "WEEKLY") {
    const weeks = (mondayOf(wall) - mondayOf(start)) / (7 * SECONDS_PER_DAY);
    return weeks % interval === 0 &&
      repeats.weekdays.includes(weekdayOf(wall));
  }
  const months = (date.getUTCFullYear() - first.getUTCFullYear()) * 12 +
    date.getUTCMonth() - first.getUTCMonth();
  return months % interval === 0 && isNth(repeats, wall);
}

function isNth(
  { nth, weekday }: { nth: number; weekday: Weekday },
  wall: number,
): boolean {
  if (weekdayOf(wall) !== weekday) return false;
  const date = new Date(wall * 1000);
  if (nth > 0) return Math.ceil(date.getUTCDate() / 7) === nth;
  const next = new Date((wall + 7 * SECONDS_PER_DAY) * 1000);
  return next.getUTCMonth() !== date.getUTCMonth();
}

export function weekdayOf(wall: number): Weekday {
  return WEEKDAYS[(new Date(wall * 1000).getUTCDay() + 6) % 7]!;
}

function mondayOf(wall: number): number {
  const day = Math.floor(wall / SECONDS_PER_DAY);
  return (day - WEEKDAYS.indexOf(weekdayOf(wall))) * SECONDS_PER_DAY;
}

const repeating: fc.Arbitrary<Repeats> = fc.oneof(
  fc.record({
    freq: fc.constant("DAILY" as const),
    interval: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    freq: fc.constant("WEEKLY" as const),
    interval: fc.integer({ min: 1, max: 4 }),
    weekdays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
  fc.record({
    freq: fc.constant("MONTHLY" as const),
    interval: fc.integer({ min: 1, max: 3 }),
    nth: fc.constantFrom(1, 2, 3, 4, -1),
    weekday: fc.constantFrom(...WEEKDAYS),
  }),
);

/** Hours of the day at which no clocks change. */
const times = fc.constantFrom(0, 7.5, 9, 13, 17, 22, 23.75);
const lengths = fc.constantFrom(
  30,
  3 * 60,
  8 * 60,
  12 * 60,
  24 * 60,
  7 * 24 * 60 - 1,
);

/** A number that most often lies in the first of two ranges. */
function often(most: fc.IntegerConstraints, all: fc.IntegerConstraints) {
  return fc.oneof(
    { weight: 2, arbitrary: fc.integer(most) },
    { weight: 1, arbitrary: fc.integer(all) },
  );
}

/** Series of a maker. Their first occurrence is one of their rule. */
export function someSeries(
  { zones, repeats, changes, cancels }: Abilities,
): fc.Arbitrary<Omit<Series, "id">> {
  const never = <T>(value: T) => fc.constant(value);
  return fc.record({
    zone: fc.constantFrom(...zones),
    // From August 2025 to July 2026, most often near the windows of the test.
    day: often({ min: 20_480, max: 20_620 }, { min: 20_300, max: 20_640 }),
    hour: times,
    minutes: lengths,
    days: fc.integer({ min: 1, max: 9 }),
    repeats: repeats ? fc.option(repeating, { freq: 5 }) : never(null),
    last: fc.option(
      fc.record({
        by: fc.constantFrom("COUNT" as const, "UNTIL" as const),
        index: often({ min: 0, max: 8 }, { min: 0, max: 90 }),
      }),
      { freq: 2 },
    ),
    changes: changes.length === 0 ? never([]) : fc.uniqueArray(
      fc.record({
        index: often({ min: 0, max: 8 }, { min: 0, max: 60 }),
        kind: fc.constantFrom(...changes),
        days: fc.integer({ min: -3, max: 3 }),
        minutes: fc.constantFrom(0, 0, 30, -120),
      }),
      { maxLength: 4, selector: ({ index }) => index },
    ),
    cancelled: cancels ? fc.integer({ max: 9, min: 0 }) : never(1),
  }).map((drawn) => {
    const dated = drawn.zone === null;
    const from = (drawn.day * 24 + (dated ? 0 : drawn.hour)) * 3600;
    const start = drawn.repeats === null ? from : firstOf(drawn.repeats, from);
    return {
      zone: drawn.zone,
      start,
      length: dated ? drawn.days : drawn.minutes,
      repeats: drawn.repeats,
      last: drawn.repeats === null ? null : drawn.last,
      changes: drawn.repeats === null ? [] : drawn.changes,
      cancelled: drawn.cancelled === 0,
    };
  });
}

/** The first day from `wall` on that a rule takes. */
function firstOf(repeats: Repeats, wall: number): number {
  let start = wall;
  while (!takes(repeats, start, start)) start += SECONDS_PER_DAY;
  return start;
}
