import { formatInstant, MINUTE_MS } from "../time.ts";
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
import { type Period, rangeOf, rotationsOf } from "./opsgenie.ts";
import type { Roster, VendorUser } from "./roster.ts";

/** The cloud id of the one site there is. */
export const JSM_SITE = "local-site";

/** Atlassian does not publish its rates. */
const REQUESTS_A_MINUTE = 600;
/** Duration of a rate limit that is a fault, unless the fault names one. */
const RESET_SECONDS = 20;
const PAGE = 25;
const USERS_A_PAGE = 10;

const MESSAGES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  429: "Too Many Requests",
};

/** Operations of Jira Service Management, and Jira's users. */
export function jsmStandIn(parts: StandInParts): VendorStandIn {
  const { roster, token } = parts;
  const credential = `Basic ${btoa(token)}`;
  return standIn(parts, {
    admits: ({ header }) => header("authorization") === credential,
    rate: { requests: REQUESTS_A_MINUTE, withinMs: MINUTE_MS },
    refusal,
    route: (request, nowMs) => route(roster, request, nowMs),
  });
}

/** 429: developer.atlassian.com/cloud/jira/platform/rate-limiting */
function refusal(
  status: number,
  error?: string,
  retryAfterSeconds = RESET_SECONDS,
): VendorAnswer {
  const message = error ?? MESSAGES[status] ?? "Internal Server Error";
  return {
    status,
    headers: status === 429 ? { "retry-after": String(retryAfterSeconds) } : {},
    body: { code: status, message },
  };
}

function route(
  roster: Roster,
  { method, path, query }: VendorRequest,
  nowMs: number,
): VendorAnswer {
  const schedules = ["jsm", "ops", "api", JSM_SITE, "v1", "schedules"];
  if (method === "GET") {
    if (routed(path, ...schedules)) return listSchedules(roster, query);
    const [id] = routed(path, ...schedules, ":", "timeline") ?? [];
    if (id !== undefined) return readTimeline(roster, id, query, nowMs);
    const users = ["rest", "api", "3", "user", "bulk"];
    // Atlassian's common address, and the site's own.
    const isOfUsers = routed(path, "ex", "jira", JSM_SITE, ...users) ??
      routed(path, ...users);
    if (isOfUsers) return readUsers(roster, query);
  }
  throw new VendorRefusal(refusal(404));
}

function listSchedules(roster: Roster, query: URLSearchParams): VendorAnswer {
  const offset = Number(query.get("offset") ?? 0);
  const size = Number(query.get("size") ?? PAGE);
  const all = roster.schedulesOf("jsm");
  const values = all.slice(offset, offset + size).map(({ id, name }) => ({
    id,
    name,
    description: "",
    timezone: "UTC",
    enabled: true,
    teamId: "local-team",
  }));
  const next = `/v1/schedules?offset=${offset + size}&size=${size}`;
  const links = offset + size < all.length ? { next } : {};
  return success({ values, links, _expands: ["rotation"] });
}

function readTimeline(
  roster: Roster,
  id: string,
  query: URLSearchParams,
  nowMs: number,
): VendorAnswer {
  const schedule = roster.schedulesOf("jsm").find((one) => one.id === id);
  if (schedule === undefined) throw new VendorRefusal(refusal(404));
  const range = rangeOf(query, nowMs);
  if (range === null) throw new VendorRefusal(refusal(400));
  const rotations = rotationsOf(schedule, range, nowMs).map((rotation) => ({
    ...rotation,
    periods: rotation.periods.map((period) => shown(roster, period)),
  }));
  return success({
    startDate: formatInstant(range.sinceMs),
    endDate: formatInstant(range.untilMs),
    finalTimeline: { rotations },
  });
}

function shown(roster: Roster, { email, ...period }: Period) {
  const responder = { id: accountId(roster.userOf(email)), type: "user" };
  return period.type === "historical"
    ? { ...period, responder, flattenedResponders: [responder] }
    : { ...period, responder };
}

function accountId({ key }: VendorUser): string {
  return `712020:${key}`;
}

/** Jira's `GET /rest/api/3/user/bulk`: the requested accounts that it knows. */
function readUsers(roster: Roster, query: URLSearchParams): VendorAnswer {
  const asked = new Set(query.getAll("accountId"));
  if (asked.size === 0) throw new VendorRefusal(refusal(400));
  const startAt = Number(query.get("startAt") ?? 0);
  const maxResults = Number(query.get("maxResults") ?? USERS_A_PAGE);
  const all = roster.usersOf("jsm").filter((user) =>
    asked.has(accountId(user))
  );
  const values = all.slice(startAt, startAt + maxResults).map((user) => ({
    accountId: accountId(user),
    accountType: "atlassian",
    active: true,
    displayName: user.name,
    emailAddress: user.email,
  }));
  const isLast = startAt + maxResults >= all.length;
  const total = all.length;
  return success({ isLast, maxResults, startAt, total, values });
}
