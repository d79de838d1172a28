import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../../../time.ts";
import { instantIn, offsetAt } from "../../../../rosters/zoned_time.ts";
import type { Maker } from "./makers.ts";
import type { OTHERS } from "./readers.ts";
import { type Change, type Series, startsOf } from "./series_model.ts";
import type { Difference } from "./spans.ts";
import { movedTo } from "./written_calendar.ts";

/** A time in which the two may differ. Unix seconds. */
type Allowed = Pick<Difference, "side" | "start" | "end">;

/** A difference that is there for a reason. */
export interface KnownDifference {
  reader: keyof typeof OTHERS;
  /** What the other reader does, and why this app does not. */
  reason: string;
  /** The times of an event in which the two differ, and no others. */
  allowed(maker: Maker, series: Series): Allowed[];
}

const NO_CANCELED = 'Outlook writes "Canceled: " before the summary, and the ' +
  "time as free. The others read only STATUS:CANCELLED, and show an absence " +
  "that was called off.";
const UNTIL_IN_UTC = "Outlook ends whole days by the local midnight of the " +
  "last day, in UTC, which is the day before. The others lose the last day.";

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  { reader: "ical.js", reason: NO_CANCELED, allowed: cancelledOnes },
  { reader: "node-ical", reason: NO_CANCELED, allowed: cancelledOnes },
  { reader: "ical.js", reason: UNTIL_IN_UTC, allowed: lastDay },
  { reader: "node-ical", reason: UNTIL_IN_UTC, allowed: lastDay },
  {
    reader: "ical.js",
    reason:
      "An occurrence is as long by the wall clock as the first one is in " +
      "hours that pass. If clocks change within the first one, each ends at " +
      "another time than DTEND says, the first one too.",
    allowed: (maker, series) =>
      maker.lengthBy === "DURATION" ? [] : endingsApart(series, {
        ours: ({ start }, { byWall }) => byWall(start),
        theirs: ({ start, first }, { byWall, passing }) =>
          byWall(start) + byWall(first) - passing(first),
      }, (one) => !one.changed),
  },
  {
    reader: "ical.js",
    reason: "A DURATION in hours is added to the wall clock. By RFC 5545, " +
      "3.3.6, that many hours pass.",
    allowed: (maker, series) =>
      maker.lengthBy === "DTEND" ? [] : endingsApart(series, {
        ours: ({ start }, { passing }) => passing(start),
        theirs: ({ start }, { byWall }) => byWall(start),
      }),
  },
  {
    reader: "ical.js",
    reason:
      "Of a time that the clocks show twice it takes the second, and one " +
      "that they leave out it puts before the gap. RFC 5545, 3.3.5, says the " +
      "first, and counts on from before the gap.",
    allowed: (maker, series) =>
      maker.lengthBy === "DTEND"
        ? placedOnes(series).flatMap(({ start }) => unclearEnd(series, start))
        : [],
  },
  {
    reader: "node-ical",
    reason: "Each occurrence lasts as many hours as the first. If clocks " +
      "change, it ends at another time of day than calendars show, and the " +
      "next person's shift begins late or overlaps.",
    allowed: (maker, series) =>
      maker.lengthBy === "DURATION" ? [] : endingsApart(series, {
        ours: ({ start }, { byWall }) => byWall(start),
        theirs: ({ start, first }, { instant, byWall }) =>
          instant(start) + byWall(first) - instant(first),
      }, (one) => !one.changed),
  },
  {
    reader: "ical.js",
    reason:
      "EXDATE with a time takes nothing from whole days. Outlook writes " +
      "a deleted whole day as its local midnight.",
    allowed: (maker, series) =>
      maker.exceptDaysByTime && series.zone === null
        ? placedOnes(series).filter(({ kind }) => kind === "deleted")
          .map((one) => ({ ...spanOf(series, one.original), side: THEIRS }))
        : [],
  },
  {
    reader: "node-ical",
    reason: "RDATE is not read. Only DTSTART is left of a list of dates.",
    allowed: (maker, series) =>
      maker.listsDates && series.last !== null
        ? bothSides(
          placedOnes(series).flatMap((one) => [
            spanOf(series, one.original),
            spanOf(series, one.start),
          ]),
        )
        : [],
  },
  {
    reader: "node-ical",
    reason: "RANGE=THISANDFUTURE is read as a change of that occurrence alone.",
    allowed: (_, series) => {
      const from = placedOnes(series)
        .find(({ kind }) => kind === "moved from here on");
      if (from === undefined) return [];
      const start = Math.min(
        spanOf(series, from.original).start,
        spanOf(series, from.start).start,
      );
      return bothSides([{ start, end: Infinity }]);
    },
  },
];

const OURS = "ours alone" as const;
const THEIRS = "theirs alone" as const;

function bothSides(spans: readonly Omit<Allowed, "side">[]): Allowed[] {
  return spans.flatMap((span) => [
    { ...span, side: OURS },
    { ...span, side: THEIRS },
  ]);
}

/** An occurrence, where it is by the wall clock and where it was. */
interface Placed {
  original: number;
  start: number;
  kind: Change["kind"] | null;
  /** Whether it has an event of its own. */
  changed: boolean;
  /** The start of the event that says how long it is. */
  first: number;
}

function placedOnes(series: Series): Placed[] {
  let first = series.start;
  let later = 0;
  return startsOf(series).map((original, index) => {
    const change = series.changes.find((one) => one.index === index);
    const kind = change?.kind ?? null;
    const start = change ? movedTo(series, original, change) : original + later;
    if (kind === "moved from here on") {
      first = start;
      later = start - original;
    }
    const changed = change !== undefined && kind !== "deleted";
    return { original, start, kind, changed, first };
  });
}

/** The instants of an event whose times are of a wall clock. */
function clockOf({ zone, length }: Series) {
  const unit = zone === null ? SECONDS_PER_DAY : SECONDS_PER_MINUTE;
  const named = zone ?? "UTC";
  const clock = { offsetAt: (at: number) => offsetAt(at, named) };
  const instant = (wall: number) => instantIn(clock, wall);
  return {
    instant,
    /** Its end if it is so long by the wall clock. */
    byWall: (start: number) => instant(start + length * unit),
    /** Its end if the duration counts hours that pass. */
    passing: (start: number) => instant(start) + length * unit,
  };
}

type Clock = ReturnType<typeof clockOf>;

function spanOf(series: Series, start: number) {
  const clock = clockOf(series);
  const ends = [clock.byWall(start), clock.passing(start)];
  return { start: clock.instant(start), end: Math.max(...ends) };
}

/** The times between two readers' ends of each occurrence. */
function endingsApart(
  series: Series,
  endings: Record<"ours" | "theirs", (one: Placed, clock: Clock) => number>,
  takes: (one: Placed) => boolean = () => true,
): Allowed[] {
  const clock = clockOf(series);
  return placedOnes(series).filter(takes).map((one) => {
    const mine = endings.ours(one, clock);
    const others = endings.theirs(one, clock);
    return {
      side: mine > others ? OURS : THEIRS,
      start: Math.min(mine, others),
      end: Math.max(mine, others),
    };
  });
}

/** The hour after or before an end that the clocks show twice or never. */
function unclearEnd(series: Series, start: number): Allowed[] {
  const { zone, length } = series;
  if (zone === null) return [];
  const end = clockOf(series).byWall(start);
  const shown = (at: number) => at + offsetAt(at, zone);
  const wall = start + length * SECONDS_PER_MINUTE;
  if (shown(end + SECONDS_PER_HOUR) === wall) {
    return [{ side: THEIRS, start: end, end: end + SECONDS_PER_HOUR }];
  }
  if (shown(end) === wall) return [];
  return [{ side: OURS, start: end - SECONDS_PER_HOUR, end }];
}

function cancelledOnes(maker: Maker, series: Series): Allowed[] {
  if (maker.cancelledBy !== "Canceled: ") return [];
  return placedOnes(series)
    .filter(({ kind }) => series.cancelled || kind === "cancelled")
    .map(({ start }) => ({ ...spanOf(series, start), side: THEIRS }));
}

function lastDay(maker: Maker, series: Series): Allowed[] {
  const { zone, last } = series;
  if (zone !== null || last?.by !== "UNTIL") return [];
  if (maker.untilOfDays === "date") return [];
  const { start } = placedOnes(series).at(-1)!;
  return [{ ...spanOf(series, start), side: OURS }];
}
