import { DAY_MS, formatInstant, MINUTE_MS } from "../time.ts";
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
  overlaps,
  type Roster,
  type VendorShift,
  type VendorUser,
  type Window,
} from "./roster.ts";

const REQUESTS = 300;
const WINDOW_MS = 5 * MINUTE_MS;
const MOST_DAYS = 365;
/** Duration of a rate limit that is a fault, unless the fault names one. */
const RESET_SECONDS = 20;
const ROOT = "https://grafana.example.com/oncall/api/v1/";

/** Grafana's messages, by HTTP status. */
const DETAILS: Record<number, string> = {
  401: "Invalid token.",
  403: "Invalid token.",
  404: "Not found.",
  405: "Method not allowed.",
  429: "Request was throttled.",
  500: "A server error occurred.",
};

/** The OnCall API of Grafana, as far as a roster is read through it. */
export function grafanaStandIn(parts: StandInParts): VendorStandIn {
  const { roster, token } = parts;
  return standIn(parts, {
    admits: ({ header }) => header("authorization") === token,
    // Its authentication sends no challenge, so it answers 403.
    statusIfRefused: 403,
    rate: { requests: REQUESTS, withinMs: WINDOW_MS },
    refusal,
    route: (request) => route(roster, request),
  });
}

function refusal(
  status: number,
  error?: string,
  retryAfterSeconds = RESET_SECONDS,
): VendorAnswer {
  const detail = error ?? DETAILS[status] ?? `HTTP status ${status}`;
  const seconds = String(retryAfterSeconds);
  const headers: VendorAnswer["headers"] = status === 429
    ? { "retry-after": seconds, "ratelimit-reset": seconds }
    : {};
  return { status, headers, body: { detail } };
}

function refuse(status: number): never {
  throw new VendorRefusal(refusal(status));
}

/** Refuses a query with 400 and the field that is wrong. */
function invalid(field: string, message: string): never {
  const body = { [field]: [message] };
  throw new VendorRefusal({ status: 400, headers: {}, body });
}

function route(roster: Roster, request: VendorRequest): VendorAnswer {
  const { method, path, query } = request;
  if (method !== "GET") refuse(405);
  const under = ["oncall", "api", "v1"];
  if (routed(path, ...under, "schedules")) return schedules(roster, query);
  if (routed(path, ...under, "users")) {
    return pageOf("users/", roster.usersOf("grafana").map(userOf), 100, query);
  }
  const [id] = routed(path, ...under, "schedules", ":", "final_shifts") ?? [];
  if (id !== undefined) return finalShifts(roster, id, query);
  const [user] = routed(path, ...under, "users", ":") ?? [];
  const found = roster.usersOf("grafana").find((one) => idOf(one) === user);
  return found ? success(userOf(found)) : refuse(404);
}

function schedules(roster: Roster, query: URLSearchParams): VendorAnswer {
  const name = query.get("name");
  const listed = roster.schedulesOf("grafana")
    .filter((one) => name === null || one.name === name)
    .map((one) => ({
      id: one.id,
      name: one.name,
      type: "web",
      team_id: null,
      time_zone: "UTC",
      on_call_now: [],
      slack: { channel_id: null, user_group_id: null },
    }));
  return pageOf("schedules/", listed, 50, query);
}

/** One page; a page after the last one is the last one. */
function pageOf(
  place: string,
  items: readonly unknown[],
  size: number,
  query: URLSearchParams,
): VendorAnswer {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const wanted = Number(query.get("page") ?? "1");
  const page = wanted >= 1 ? Math.min(Math.floor(wanted), pages) : 1;
  const addressOf = (number: number) => {
    const asked = new URLSearchParams(query);
    asked.set("page", String(number));
    return `${ROOT}${place}?${asked}`;
  };
  return success({
    count: items.length,
    next: page < pages ? addressOf(page + 1) : null,
    previous: page > 1 ? addressOf(page - 1) : null,
    results: items.slice((page - 1) * size, page * size),
    current_page_number: page,
    page_size: size,
    total_pages: pages,
  });
}

function idOf({ key }: VendorUser): string {
  return `U${key}`;
}

function userOf(user: VendorUser) {
  const { slackId } = user;
  return {
    id: idOf(user),
    grafana_id: 1,
    email: user.email,
    slack: slackId && { user_id: slackId, team_id: "TLOCAL" },
    username: user.name,
    role: "user",
    is_phone_number_verified: false,
    timezone: user.timeZone,
    teams: [],
  };
}

/** Shifts, cut off at both ends of the window, all on one page. */
function finalShifts(
  roster: Roster,
  id: string,
  query: URLSearchParams,
): VendorAnswer {
  const schedule = roster.schedulesOf("grafana").find((one) => one.id === id);
  if (schedule === undefined) refuse(404);
  const window = datesOf(query);
  const results = schedule.shifts
    .filter((shift) => overlaps(shift, window))
    .map((shift) => ({ shift, ...cut(shift, window) }))
    .filter(({ start, end }) => start !== end)
    .sort((a, b) => a.start - b.start)
    .map(({ shift, start, end }) => {
      const user = roster.userOf(shift.email);
      return {
        user_pk: idOf(user),
        user_email: user.email,
        user_username: user.name,
        shift_start: formatInstant(start),
        shift_end: formatInstant(end),
      };
    });
  return success({
    count: results.length,
    next: null,
    previous: null,
    results,
    current_page_number: 1,
    page_size: 50,
    total_pages: 1,
  });
}

function cut(shift: VendorShift, { sinceMs: since, untilMs: until }: Window) {
  return {
    start: Math.max(shift.startMs ?? -Infinity, since),
    end: Math.min(shift.endMs ?? Infinity, until),
  };
}

function datesOf(query: URLSearchParams): Window {
  const since = dateOf(query, "start_date");
  const until = dateOf(query, "end_date");
  if (since > until) {
    invalid(
      "non_field_errors",
      "start_date must be less than or equal to end_date",
    );
  }
  if (until - since > MOST_DAYS * DAY_MS) {
    invalid(
      "non_field_errors",
      "The difference between start_date and end_date must be less than one year (365 days)",
    );
  }
  return { sinceMs: since, untilMs: until };
}

function dateOf(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? invalid(name, "This field is required.");
  const ms = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(text)
    ? Date.parse(text.length === 10 ? text : `${text}Z`)
    : NaN;
  if (!Number.isNaN(ms)) return ms;
  return invalid(
    name,
    "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm, YYYY-MM-DD.",
  );
}
