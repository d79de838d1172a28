/** Durations in milliseconds, the unit of every clock here. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;

/** Days of the week, as Slack's schedules name them. */
export const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

const ISO_INSTANT =
  /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads an ISO 8601 instant. The zone is required: without it, an instant
 * means another time in another place.
 *
 * @returns Unix milliseconds, or `null` if the text is not an instant.
 */
export function parseInstant(text: string): number | null {
  const match = ISO_INSTANT.exec(text);
  if (match === null) return null;
  // Date.parse reads the 30th of February as a day in March.
  const day = new Date(`${match[1]}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return null;
  if (!day.toISOString().startsWith(match[1]!)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** `2026-03-02T08:00:00Z`, with milliseconds only if they are not zero. */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** Zones that were found: making a formatter is slow, and scenarios are many. */
const knownZones = new Set<string>();

/** Whether the runtime knows this IANA time zone, such as `Europe/London`. */
export function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
  knownZones.add(name);
  return true;
}

/** Formatters of a zone's offset, by zone. */
const offsetFormats = new Map<string, Intl.DateTimeFormat>();

function offsetFormat(zone: string): Intl.DateTimeFormat {
  let format = offsetFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en", {
      timeZone: zone,
      timeZoneName: "longOffset",
    });
    offsetFormats.set(zone, format);
  }
  return format;
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetMs(ms: number, zone: string): number {
  if (zone === "UTC") return 0;
  const name = offsetFormat(zone).formatToParts(ms)
    .find(({ type }) => type === "timeZoneName")?.value ?? "";
  const match = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name);
  if (match === null) return 0;
  const [, sign, hours, minutes, seconds = 0] = match;
  const ahead = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS +
    Number(seconds) * 1000;
  return sign === "-" ? -ahead : ahead;
}

/** What the clocks of a zone show at an instant, as if the zone were UTC. */
export function wallClockMs(ms: number, zone: string): number {
  return ms + offsetMs(ms, zone);
}

/**
 * The instant at which the clocks of a zone show a time, the first of two. A
 * time that is skipped in spring comes later by what is skipped.
 *
 * @param wallMs Unix milliseconds of the time, as if the zone were UTC.
 */
export function instantOfWallClock(wallMs: number, zone: string): number {
  const before = wallMs - offsetMs(wallMs - DAY_MS, zone);
  const after = wallMs - offsetMs(wallMs + DAY_MS, zone);
  const shown = [before, after].filter((ms) =>
    wallClockMs(ms, zone) === wallMs
  );
  return shown.length === 0 ? before : Math.min(...shown);
}
