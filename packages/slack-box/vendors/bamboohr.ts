import { DAY_MS } from "../time.ts";
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
  firstAndLastDay,
  type Roster,
  type VendorUser,
} from "./roster.ts";

/** Days that are listed if the query names no end. */
const DAYS_AHEAD = 14;
/** Duration of a rate limit that is a fault, unless the fault names one. */
const RETRY_SECONDS = 15;

/** BambooHR's messages, which it sends in a header. */
const MESSAGES: Record<number, string> = {
  400: "Invalid request",
  401: "Invalid API key",
  403: "You do not have permission to do that",
  404: "Not found",
  429: "Limit exceeded",
  500: "Internal server error",
};

/**
 * A company at BambooHR: who is out on which days, from all of its schedules
 * here, and the directory of employees. BambooHR publishes no rate, so none is
 * enforced.
 */
export function bambooHrStandIn(parts: StandInParts): VendorStandIn {
  const { roster, token } = parts;
  return standIn(parts, {
    admits: ({ header }) => userOf(header("authorization")) === token,
    refusal,
    route: (request, nowMs) => route(roster, request, nowMs),
  });
}

/**
 * The user name of Basic authentication, which is the key; the password does
 * not matter.
 */
function userOf(authorization: string | null): string | null {
  const [, encoded] = /^Basic ([\w+/]+=*)$/.exec(authorization ?? "") ?? [];
  if (encoded === undefined) return null;
  try {
    return atob(encoded).split(":")[0]!;
  } catch {
    return null;
  }
}

function refusal(
  status: number,
  error = MESSAGES[status] ?? "",
  retryAfterSeconds = RETRY_SECONDS,
): VendorAnswer {
  const headers: Record<string, string> = { "content-type": "text/html" };
  if (error !== "") headers["x-bamboohr-error-message"] = error;
  if (status === 429) headers["retry-after"] = String(retryAfterSeconds);
  return { status, headers, body: "" };
}

function route(
  roster: Roster,
  { method, path, query }: VendorRequest,
  nowMs: number,
): VendorAnswer {
  if (method === "GET" && routed(path, "api", "v1", "time_off", "whos_out")) {
    return whosOut(roster, query, nowMs);
  }
  if (method === "GET" && routed(path, "api", "v1", "employees", "directory")) {
    return directory(roster);
  }
  throw new VendorRefusal(refusal(404));
}

function whosOut(
  roster: Roster,
  query: URLSearchParams,
  nowMs: number,
): VendorAnswer {
  const start = dayIn(query, "start", dayOf(nowMs));
  const ahead = Date.parse(start) + DAYS_AHEAD * DAY_MS;
  const end = dayIn(query, "end", dayOf(ahead));
  const entries = roster.schedulesOf("bamboohr")
    .flatMap(({ shifts }) => shifts)
    .map((shift, index) => ({ ...firstAndLastDay(shift), shift, index }))
    .filter(({ first, last }) => first <= end && last >= start)
    .sort((a, b) => a.first < b.first ? -1 : a.first > b.first ? 1 : 0)
    .map(({ first, last, shift, index }) => ({
      id: index + 1,
      type: "timeOff",
      employeeId: employeeId(roster.userOf(shift.email)),
      name: roster.userOf(shift.email).name,
      start: first,
      end: last,
    }));
  return success(JSON.stringify(entries));
}

function dayIn(query: URLSearchParams, name: string, absent: string): string {
  const text = query.get(name) ?? absent;
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) {
    return text;
  }
  throw new VendorRefusal(refusal(400, `${name} must be a date`));
}

function directory(roster: Roster): VendorAnswer {
  const employees = roster.usersOf("bamboohr").map((user) => ({
    id: String(employeeId(user)),
    displayName: user.name,
    firstName: user.name,
    lastName: "",
    jobTitle: null,
    workEmail: user.email,
    photoUploaded: false,
  }));
  if (employees.length === 0) throw new VendorRefusal(refusal(404));
  const fields = [
    { id: "displayName", type: "text", name: "Display name" },
    { id: "workEmail", type: "email", name: "Work Email" },
  ];
  return success({ fields, employees });
}

/** A number, as BambooHR's ids are. */
function employeeId({ key }: VendorUser): number {
  return Number.parseInt(key, 36);
}
