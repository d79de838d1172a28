import { formatInstant, parseInstant } from "../time.ts";
import {
  routed,
  standIn,
  type StandInParts,
  success,
  type VendorAnswer,
  VendorRefusal,
  type VendorRequest,
  type VendorStandIn,
} from "./stand_in.ts";
import {
  dayOf,
  overlaps,
  type Roster,
  type VendorSchedule,
  type VendorShift,
} from "./roster.ts";

const PAGE = 100;
/** Duration of a rate limit that is a fault, unless the fault names one. */
const RETRY_SECONDS = 15;

/** A company's own system that serves its roster as a JSON document. */
export function jsonStandIn(parts: StandInParts): VendorStandIn {
  const { roster, token } = parts;
  return standIn(parts, {
    admits: ({ header }) => header("authorization") === `Bearer ${token}`,
    refusal,
    route: (request) => document(roster, request),
  });
}

function refusal(
  status: number,
  error = `HTTP status ${status}`,
  retryAfterSeconds = RETRY_SECONDS,
): VendorAnswer {
  const headers: Record<string, string> = status === 429
    ? { "retry-after": String(retryAfterSeconds) }
    : {};
  return { status, headers, body: { error } };
}

/** `GET /<id>.json?since&until&cursor` */
function document(
  roster: Roster,
  { method, path, query }: VendorRequest,
): VendorAnswer {
  const [name] = routed(path, ":") ?? [];
  const schedule = roster.schedulesOf("json")
    .find(({ id }) => name === `${id}.json`);
  if (method !== "GET" || schedule === undefined) {
    throw new VendorRefusal(refusal(404, `there is no roster ${path}`));
  }
  if (schedule.raw !== undefined) return success(schedule.raw);
  const window = {
    sinceMs: instantIn(query, "since"),
    untilMs: instantIn(query, "until"),
  };
  const shifts = schedule.shifts.filter((shift) => overlaps(shift, window));
  const from = placeIn(query);
  const next = from + PAGE < shifts.length ? { next: String(from + PAGE) } : {};
  return success({
    version: 1,
    schedules: [{ id: schedule.id, name: schedule.name }],
    shifts: shifts.slice(from, from + PAGE)
      .map((shift) => entry(roster, schedule, shift)),
    ...next,
  });
}

function instantIn(query: URLSearchParams, name: string): number {
  const ms = parseInstant(query.get(name) ?? "");
  if (ms !== null) return ms;
  throw new VendorRefusal(refusal(400, `${name} must be an ISO 8601 time`));
}

function placeIn(query: URLSearchParams): number {
  const cursor = query.get("cursor") ?? "0";
  if (/^\d+$/.test(cursor)) return Number(cursor);
  throw new VendorRefusal(refusal(400, "there is no such cursor"));
}

function entry(roster: Roster, { id }: VendorSchedule, shift: VendorShift) {
  const { email, name } = roster.userOf(shift.email);
  const written = shift.wholeDays ? dayOf : formatInstant;
  const moment = (ms: number | null) => ms === null ? null : written(ms);
  return {
    person: { email, name },
    start: moment(shift.startMs),
    end: moment(shift.endMs),
    schedule: id,
    level: shift.level,
  };
}
