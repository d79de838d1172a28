import { formatInstant, MINUTE_MS, parseInstant, WEEK_MS } from "../time.ts";
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
  keyOf,
  overlaps,
  type Roster,
  type VendorSchedule,
  type VendorShift,
  type Window,
} from "./roster.ts";

const REQUESTS_A_MINUTE = 1200;
/** Duration of a rate limit that is a fault, unless the fault names one. */
const RESET_SECONDS = 20;
/** Schedules on a page: the default, and the maximum. */
const PAGE = 25;
const MOST_A_PAGE = 250;
/** Entries on a page; incident.io does not document the number. */
const ENTRIES_A_PAGE = 25;
/** Cursor of a further page of entries; opaque to the reader. */
const CURSOR = /^next:(\d+):(.+)$/;

/** incident.io's error types and messages, by HTTP status. */
const ERRORS: Record<number, [type: string, message: string]> = {
  401: ["authentication_error", "Invalid or missing API key"],
  403: ["resource_forbidden", "This API key may not do that"],
  404: ["not_found", "Resource not found"],
  405: ["method_not_allowed", "Method not allowed"],
  422: ["validation_error", "Invalid request"],
  429: [
    "too_many_requests",
    "Too many requests. We recommend exponential backoff.",
  ],
};

/** incident.io's API, as far as a roster is read through it. */
export function incidentIoStandIn(parts: StandInParts): VendorStandIn {
  const { roster, token } = parts;
  return standIn(parts, {
    admits: ({ header }) => header("authorization") === `Bearer ${token}`,
    rate: { requests: REQUESTS_A_MINUTE, withinMs: MINUTE_MS },
    limited,
    refusal: (status, error, retryAfterSeconds = RESET_SECONDS) =>
      status === 429
        ? limited(retryAfterSeconds, null, error)
        : refusal(status, error),
    route: (request, nowMs) => route(roster, request, nowMs),
  });
}

function refusal(status: number, error?: string) {
  const [type, message] = ERRORS[status] ??
    ["api_error", `HTTP status ${status}`];
  const errors = [{ code: type, message: error ?? message }];
  const request_id = "b839a403-7704-41c1-bf6a-39a2d68caefa";
  return { status, headers: {}, body: { type, status, request_id, errors } };
}

/**
 * Refuses with 429. Without the time, only the header says when the limit ends.
 */
function limited(
  seconds: number,
  nowMs: number | null,
  error?: string,
): VendorAnswer {
  const { body, status } = refusal(429, error);
  const headers = { "retry-after": String(seconds) };
  if (nowMs === null) return { status, headers, body };
  const rate_limit = {
    name: "api_key_name",
    limit: REQUESTS_A_MINUTE,
    remaining: 0,
    retry_after: formatInstant(nowMs + seconds * 1000),
  };
  return { status, headers, body: { ...body, rate_limit } };
}

function refuse(status: number, error?: string): never {
  throw new VendorRefusal(refusal(status, error));
}

function route(
  roster: Roster,
  { method, path, query }: VendorRequest,
  nowMs: number,
): VendorAnswer {
  if (method !== "GET") refuse(405);
  if (routed(path, "v2", "schedules")) return listSchedules(roster, query);
  if (routed(path, "v2", "schedule_entries")) {
    return listEntries(roster, query, nowMs);
  }
  const [id] = routed(path, "v2", "schedules", ":") ?? [];
  if (id === undefined) refuse(404);
  return success({ schedule: scheduleOf(scheduleWith(roster, id)) });
}

function scheduleWith(roster: Roster, id: string): VendorSchedule {
  return roster.schedulesOf("incident_io").find((one) => one.id === id) ??
    refuse(404, "Schedule not found");
}

function scheduleOf({ id, name }: VendorSchedule) {
  const at = "2021-08-17T13:28:57.801Z";
  return {
    id,
    name,
    timezone: "UTC",
    annotations: {},
    team_ids: [],
    created_at: at,
    updated_at: at,
  };
}

function listSchedules(roster: Roster, query: URLSearchParams): VendorAnswer {
  const size = Number(query.get("page_size") ?? PAGE);
  if (!Number.isInteger(size) || size < 1 || size > MOST_A_PAGE) {
    refuse(422, `page_size must be between 1 and ${MOST_A_PAGE}`);
  }
  const all = roster.schedulesOf("incident_io");
  const after = query.get("after");
  const from = after ? all.findIndex(({ id }) => id === after) + 1 : 0;
  const schedules = all.slice(from, from + size);
  const more = from + size < all.length;
  return success({
    schedules: schedules.map(scheduleOf),
    pagination_meta: {
      ...(more ? { after: schedules.at(-1)!.id } : {}),
      page_size: size,
      total_record_count: all.length,
    },
  });
}

function listEntries(
  roster: Roster,
  query: URLSearchParams,
  nowMs: number,
): VendorAnswer {
  const schedule = scheduleWith(roster, query.get("schedule_id") ?? "");
  const start = query.get("entry_window_start");
  const [, skipped = "0", first = start] = CURSOR.exec(start ?? "") ?? [];
  const since = instantOf("entry_window_start", first, nowMs);
  const until = instantOf(
    "entry_window_end",
    query.get("entry_window_end"),
    since + WEEK_MS,
  );
  const all = schedule.shifts
    .filter((shift) => overlaps(shift, { sinceMs: since, untilMs: until }))
    .map((shift) => entryOf(roster, shift, { sinceMs: since, untilMs: until }))
    .filter(({ start_at, end_at }) => start_at !== end_at)
    .sort((a, b) => Date.parse(a.start_at) - Date.parse(b.start_at));
  const from = Number(skipped);
  const upTo = from + ENTRIES_A_PAGE;
  const after = `next:${upTo}:${formatInstant(since)}`;
  return success({
    schedule_entries: {
      final: all.slice(from, upTo),
      overrides: [],
      scheduled: all.slice(from, upTo).map((entry) => ({
        ...entry,
        // The person planned; an override may have replaced them.
        user: { id: "01PLANNED", name: "Planned", role: "viewer" },
      })),
    },
    ...(upTo < all.length
      ? { pagination_meta: { after, after_url: "https://api.incident.io/" } }
      : {}),
  });
}

function instantOf(name: string, text: string | null, absent: number) {
  if (text === null) return absent;
  return parseInstant(text) ?? refuse(422, `${name} must be a time`);
}

/**
 * An entry for a shift. Only a missing start or end is replaced by the
 * window's.
 */
function entryOf(roster: Roster, shift: VendorShift, window: Window) {
  const user = roster.userOf(shift.email);
  const { slackId } = user;
  return {
    start_at: formatInstant(shift.startMs ?? window.sinceMs),
    end_at: formatInstant(shift.endMs ?? window.untilMs),
    fingerprint: keyOf(`${user.key} ${shift.startMs}`),
    rotation_id: "01ROTATION",
    layer_id: "01LAYER",
    user: {
      id: `01${user.key}`,
      name: user.name,
      email: user.email,
      role: "viewer",
      ...(slackId === null ? {} : { slack_user_id: slackId }),
    },
  };
}
