import { SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "../../../../time.ts";
import { instantIn, offsetAt } from "../../../../rosters/zoned_time.ts";
import type { Maker } from "./makers.ts";
import {
  type Change,
  type Repeats,
  type Series,
  startsOf,
  WEEKDAYS,
} from "./series_model.ts";
import { zoneLines } from "./zone_definitions.ts";

/** Who has an occurrence that was given away. */
export function substituteOf({ id }: Series): string {
  return `${id}-substitute`;
}

/** A calendar of these events, as a maker writes it. */
export function written(maker: Maker, all: readonly Series[]): string {
  const zones = new Set(all.map(({ zone }) => zone ?? ZONE_OF_DAYS));
  zones.delete("UTC");
  const lines = [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", ...maker.head],
    ...[...zones].flatMap((zone) =>
      zoneLines(zone, maker.tzidOf(zone).replaceAll('"', ""))
    ),
    ...all.flatMap((series) => eventsOf(maker, series)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => folded(line, maker) + maker.newline).join("");
}

function folded(line: string, { fold, newline }: Maker): string {
  if (fold === null) return line;
  const parts: string[] = [];
  for (let rest = line; rest !== "";) {
    const most = parts.length === 0 ? fold.octets : fold.octets - 1;
    parts.push(rest.slice(0, most));
    rest = rest.slice(most);
  }
  return parts.join(newline + fold.with);
}

/** The event itself and its changed occurrences. */
function eventsOf(maker: Maker, series: Series): string[] {
  const starts = startsOf(series);
  const changes = series.changes.filter(({ index }) => index < starts.length);
  const rule = recurrence(maker, series, starts);
  const deleted = changes.filter(({ kind }) => kind === "deleted")
    .map(({ index }) => starts[index]!);
  const main = [
    ...times(maker, series, series.start),
    ...rule,
    ...exceptDates(maker, series, deleted),
    ...words(maker, series, series.id, series.cancelled),
  ];
  const changed = changes.filter(({ kind }) => kind !== "deleted")
    .map((change) => [
      ...times(maker, series, movedTo(series, starts[change.index]!, change)),
      recurrenceId(maker, series, starts[change.index]!, change),
      ...(maker.copiesRule ? rule : []),
      ...words(
        maker,
        series,
        change.kind === "given away" ? substituteOf(series) : series.id,
        change.kind === "cancelled",
      ),
    ]);
  return [main, ...changed].flatMap((lines) => [
    "BEGIN:VEVENT",
    `UID:20251201T122154Z-201879622-a-rather-long-one-${series.id}@example.com`,
    "DTSTAMP:20260101T000000Z",
    ...lines,
    "END:VEVENT",
  ]);
}

/** Where a change puts an occurrence, by the wall clock. */
export function movedTo(series: Series, start: number, change: Change): number {
  if (!change.kind.startsWith("moved")) return start;
  const minutes = series.zone === null ? 0 : change.minutes;
  return start + change.days * SECONDS_PER_DAY + minutes * SECONDS_PER_MINUTE;
}

function times(maker: Maker, series: Series, start: number): string[] {
  const { zone, length } = series;
  const unit = zone === null ? SECONDS_PER_DAY : SECONDS_PER_MINUTE;
  const begins = property(maker, "DTSTART", zone, [start]);
  if (maker.lengthBy === "DURATION") {
    const text = zone === null ? `P${length}D` : `PT${length}M`;
    return [begins, `DURATION:${text}`];
  }
  const end = start + length * unit;
  return [begins, property(maker, "DTEND", zone, [end])];
}

function property(
  maker: Maker,
  name: string,
  zone: string | null,
  walls: readonly number[],
): string {
  const texts = walls.map((wall) => stamp(wall, zone));
  const params = zone === null
    ? ";VALUE=DATE"
    : zone === "UTC"
    ? ""
    : `;TZID=${maker.tzidOf(zone)}`;
  return `${name}${params}:${texts.join(",")}`;
}

function stamp(wall: number, zone: string | null): string {
  const text = new Date(wall * 1000).toISOString().replace(/[-:]|\.000Z/g, "");
  if (zone === null) return text.slice(0, 8);
  return zone === "UTC" ? `${text}Z` : text;
}

function recurrenceId(
  maker: Maker,
  { zone }: Series,
  start: number,
  { kind }: Change,
): string {
  const range = kind === "moved from here on" ? ";RANGE=THISANDFUTURE" : "";
  return property(maker, `RECURRENCE-ID${range}`, zone, [start]);
}

function exceptDates(
  maker: Maker,
  { zone }: Series,
  walls: readonly number[],
): string[] {
  if (walls.length === 0) return [];
  const lines = maker.exceptDates === "in one line"
    ? [walls]
    : walls.map((wall) => [wall]);
  const written = maker.exceptDaysByTime ? zone ?? ZONE_OF_DAYS : zone;
  return lines.map((each) => property(maker, "EXDATE", written, each));
}

function words(
  maker: Maker,
  { id, ...series }: Series,
  person: string,
  cancelled: boolean,
): string[] {
  const { who, cancelledBy } = maker;
  const called = cancelled && cancelledBy === "Canceled: ";
  const summary = `${called ? cancelledBy : ""}${
    who === "SUMMARY" ? person : "Primary on-call"
  }`;
  return [
    `SUMMARY:${summary}`,
    ...(who === "SUMMARY" ? [] : [
      `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=` +
      `"${person}":mailto:${person}@example.com`,
    ]),
    ...(called
      ? ["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
      : []),
    ...(cancelled && !called ? [cancelledBy] : []),
    ...maker.own({ id, ...series })
      .filter((line) => !cancelled || !/^(TRANSP|STATUS)/.test(line)),
  ];
}

/** The lines that say when an event recurs. */
function recurrence(
  maker: Maker,
  series: Series,
  starts: readonly number[],
): string[] {
  const { repeats, last, zone } = series;
  if (repeats === null) return [];
  if (maker.listsDates && last !== null) {
    return [property(maker, "RDATE", zone, starts)];
  }
  const end = last === null
    ? []
    : last.by === "COUNT"
    ? [`COUNT=${last.index + 1}`]
    : [`UNTIL=${untilOf(maker, zone, starts.at(-1)!)}`];
  return [`RRULE:${maker.ruleOf(partsOf(repeats), end)}`];
}

function partsOf(repeats: Repeats): string[] {
  const { freq, interval } = repeats;
  const each = [`FREQ=${freq}`, `INTERVAL=${interval}`];
  if (repeats.freq === "DAILY") return each;
  if (repeats.freq === "MONTHLY") {
    return [...each, `BYDAY=${repeats.nth}${repeats.weekday}`];
  }
  const days = WEEKDAYS.filter((day) => repeats.weekdays.includes(day));
  return [...each, `BYDAY=${days.join(",")}`];
}

/** The zone of whole days where a maker writes their end as a time. */
export const ZONE_OF_DAYS = "Europe/Berlin";

function untilOf(maker: Maker, zone: string | null, wall: number): string {
  if (zone === null && maker.untilOfDays === "date") return stamp(wall, null);
  const named = zone ?? ZONE_OF_DAYS;
  const clock = { offsetAt: (at: number) => offsetAt(at, named) };
  return stamp(instantIn(clock, wall), "UTC");
}
