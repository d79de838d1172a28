import { DAY_MS, formatInstant, parseInstant } from "../time.ts";
import {
  overlaps,
  type Roster,
  type VendorSchedule,
  type VendorShift,
  type Window,
} from "./roster.ts";
import {
  orRefusal,
  routed,
  standIn,
  type StandInParts,
  success,
  type VendorAnswer,
  VendorRefusal,
  type VendorRequest,
  type VendorStandIn,
} from "./stand_in.ts";

/** The rate depends on the plan of the account; this is that of a small one. */
const REQUESTS_A_MINUTE = 600;
const MINUTE_SECONDS = 60;
/** docs.opsgenie.com/docs/pagination */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

const MESSAGES: Record<number, string> = {
  401: "Could not authenticate",
  403: "Api key is not authorized to access the schedule",
  404: "No handler found",
  422: "Request body is not processable. Please check the errors.",
  429: "You are making too many requests!",
};

/** Opsgenie's REST API v2, as far as a roster is read through it. */
export function opsgenieStandIn(parts: StandInParts): VendorStandIn {
  const { roster, token } = parts;
  const credential = `GenieKey ${token}`;
  return standIn(parts, {
    admits: ({ header }) => header("authorization") === credential,
    rate: { requests: REQUESTS_A_MINUTE, withinMs: MINUTE_SECONDS * 1000 },
    // Opsgenie tells the whole period, not the rest of it.
    limited: () => refusal(429),
    refusal,
    route(request, nowMs) {
      const answer = orRefusal(() => route(roster, request, nowMs));
      const headers = { ...answer.headers, "x-ratelimit-state": "OK" };
      return { ...answer, headers };
    },
  });
}

/** docs.opsgenie.com/docs/response and /docs/api-rate-limiting */
function refusal(
  status: number,
  error?: string,
  retryAfterSeconds = MINUTE_SECONDS,
): VendorAnswer {
  const message = error ?? MESSAGES[status] ?? "Internal Server Error";
  const code = status === 403 ? { code: 40301 } : {};
  const throttled = {
    "x-ratelimit-state": "THROTTLED",
    "x-ratelimit-reason": "ACCOUNT",
    "x-ratelimit-period-in-sec": String(retryAfterSeconds),
  };
  return {
    status,
    headers: status === 429 ? throttled : {},
    body: { ...code, message, took: 0.001, requestId: "local-request" },
  };
}

function route(
  roster: Roster,
  { method, path, query }: VendorRequest,
  nowMs: number,
): VendorAnswer {
  if (method !== "GET") throw new VendorRefusal(refusal(404));
  if (routed(path, "v2", "schedules")) return listSchedules(roster, query);
  const [id] = routed(path, "v2", "schedules", ":", "timeline") ?? [];
  if (id === undefined) throw new VendorRefusal(refusal(404));
  return readTimeline(roster, id, query, nowMs);
}

function listSchedules(roster: Roster, query: URLSearchParams): VendorAnswer {
  const limit = Number(query.get("limit") ?? DEFAULT_LIMIT);
  const offset = Number(query.get("offset") ?? 0);
  if (!(limit >= 1 && limit <= MAX_LIMIT && offset >= 0)) {
    throw new VendorRefusal(refusal(422));
  }
  const all = roster.schedulesOf("opsgenie");
  const data = all.slice(offset, offset + limit).map(({ id, name }) => ({
    id,
    name,
    description: "",
    timezone: "UTC",
    enabled: true,
    rotations: [],
  }));
  const next = `https://api.opsgenie.com/v2/schedules?` +
    `limit=${limit}&offset=${offset + limit}`;
  const paging = offset + limit < all.length ? { paging: { next } } : {};
  return success({
    data,
    ...paging,
    expandable: ["rotation"],
    took: 0.003,
    requestId: "local-request",
  });
}

function readTimeline(
  roster: Roster,
  id: string,
  query: URLSearchParams,
  nowMs: number,
): VendorAnswer {
  const schedule = roster.schedulesOf("opsgenie").find((one) => one.id === id);
  if (schedule === undefined) {
    const words = `Schedule with id [${id}] does not exist`;
    throw new VendorRefusal(refusal(404, words));
  }
  const range = rangeOf(query, nowMs);
  if (range === null) throw new VendorRefusal(refusal(422));
  const rotations = rotationsOf(schedule, range, nowMs).map((rotation) => ({
    ...rotation,
    periods: rotation.periods.map((period) => shown(roster, period)),
  }));
  return success({
    data: {
      _parent: { id, name: schedule.name, enabled: true },
      startDate: formatInstant(range.sinceMs),
      endDate: formatInstant(range.untilMs),
      finalTimeline: { rotations },
    },
    expandable: ["base", "forwarding", "override"],
    took: 0.02,
    requestId: "local-request",
  });
}

function shown(roster: Roster, { email, ...period }: Period) {
  const id = `opsgenie-user-${roster.userOf(email).key}`;
  const recipient = { id, type: "user", name: email };
  return period.type === "historical"
    ? { ...period, recipient, flattenedRecipients: [recipient] }
    : { ...period, recipient };
}

const UNIT_DAYS: Record<string, number> = { days: 1, weeks: 7, months: 31 };

/** A piece of a shift as a timeline shows it; ISO times. */
export interface Period {
  startDate: string;
  endDate: string;
  /** `historical` up to the present, else `default`. */
  type: string;
  email: string;
}

interface Rotation {
  id: string;
  name: string;
  order: number;
  periods: Period[];
}

/** The range that a query asks for; it begins with a day in UTC. */
export function rangeOf(query: URLSearchParams, nowMs: number): Window | null {
  const date = query.get("date");
  const from = date === null ? nowMs : parseInstant(date);
  const interval = Number(query.get("interval") ?? "1");
  const days = UNIT_DAYS[query.get("intervalUnit") ?? "weeks"];
  if (from === null || days === undefined || !(interval >= 1)) return null;
  const since = Math.floor(from / DAY_MS) * DAY_MS;
  return { sinceMs: since, untilMs: since + interval * days * DAY_MS };
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
  const start = Math.max(shift.startMs ?? -Infinity, range.sinceMs);
  const end = Math.min(shift.endMs ?? Infinity, range.untilMs);
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
