import { isTimeZone, parseInstant, WEEKDAYS } from "../time.ts";
import { isObject } from "./arguments.ts";
import { invalidArguments } from "./refusal.ts";

/** Slack, "Scheduled triggers": hourly is the finest recurring unit. */
const FREQUENCIES = ["once", "hourly", "daily", "weekly", "monthly", "yearly"];
const FIELDS = [
  "start_time",
  "timezone",
  "frequency",
  "end_time",
  "occurrence_count",
];
const FREQUENCY_FIELDS = ["type", "repeats_every", "on_days", "on_week_num"];
/** Slack, "Scheduled triggers": `on_days` belongs to these. */
const WITH_DAYS = ["weekly", "monthly"];

/**
 * Refuses a schedule that Slack would not accept.
 *
 * @param nowMs The time of the call, in Unix milliseconds.
 */
export function checkSchedule(
  schedule: Record<string, unknown>,
  nowMs: number,
): void {
  refuseOthers(schedule, FIELDS, "");
  const start = instant(schedule.start_time, "/start_time");
  // Slack, "Scheduled triggers": the start time must lie in the future.
  if (start <= nowMs) throw wrong("/start_time", "must be in the future");
  if (schedule.timezone !== undefined) checkZone(schedule.timezone);
  const recurring = checkFrequency(schedule.frequency);
  if (schedule.end_time !== undefined) {
    if (!recurring) throw wrong("/end_time", "needs a recurring frequency");
    if (instant(schedule.end_time, "/end_time") <= start) {
      throw wrong("/end_time", "must be after start_time");
    }
  }
  if (schedule.occurrence_count !== undefined) {
    if (!recurring) throw wrong("/occurrence_count", "needs a frequency");
    checkCount(schedule.occurrence_count, "/occurrence_count");
  }
}

/** Checks the frequency; returns whether the schedule recurs. */
function checkFrequency(frequency: unknown): boolean {
  if (frequency === undefined) return false;
  const at = "/frequency";
  if (!isObject(frequency)) throw wrong(at, "must be an object");
  refuseOthers(frequency, FREQUENCY_FIELDS, at);
  const { type, repeats_every, on_days, on_week_num } = frequency;
  if (typeof type !== "string" || !FREQUENCIES.includes(type)) {
    throw wrong(`${at}/type`, `must be one of ${FREQUENCIES.join(", ")}`);
  }
  if (repeats_every !== undefined) {
    if (type === "once") throw wrong(`${at}/repeats_every`, "is not for once");
    checkCount(repeats_every, `${at}/repeats_every`);
  }
  if (on_days !== undefined) {
    const known = Array.isArray(on_days) &&
      on_days.every((day) => WEEKDAYS.includes(day));
    if (!WITH_DAYS.includes(type) || !known) {
      throw wrong(`${at}/on_days`, "must be weekdays, for weekly or monthly");
    }
  }
  // The guide requires it of weekly schedules; the types of the client do not.
  if (type === "weekly" && !(Array.isArray(on_days) && on_days.length > 0)) {
    throw wrong(`${at}/on_days`, "is required for weekly");
  }
  if (on_week_num !== undefined) {
    if (type !== "monthly" || ![1, 2, 3, 4, -1].includes(Number(on_week_num))) {
      throw wrong(`${at}/on_week_num`, "must be 1 to 4 or -1, for monthly");
    }
  }
  return type !== "once";
}

function refuseOthers(
  given: Record<string, unknown>,
  known: readonly string[],
  at: string,
): void {
  const other = Object.keys(given).find((name) => !known.includes(name));
  if (other !== undefined) throw wrong(`${at}/${other}`, "is unknown");
}

function checkCount(value: unknown, at: string): void {
  if (!Number.isInteger(value) || (value as number) < 1) {
    throw wrong(at, "must be a whole number from 1");
  }
}

/** Unix milliseconds of an ISO 8601 date and time with its zone. */
function instant(value: unknown, at: string): number {
  const at_ms = typeof value === "string" ? parseInstant(value) : null;
  if (at_ms === null) throw wrong(at, "must be an ISO 8601 date string");
  return at_ms;
}

function checkZone(zone: unknown): void {
  if (typeof zone === "string" && isTimeZone(zone)) return;
  throw wrong("/timezone", "must be a time zone");
}

function wrong(at: string, why: string): Error {
  return invalidArguments(`${why} [json-pointer:/schedule${at}]`);
}
