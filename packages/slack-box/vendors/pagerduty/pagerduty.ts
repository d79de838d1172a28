import { MINUTE_MS } from "../../time.ts";
import type { Roster, VendorSchedule } from "../roster.ts";
import {
  orRefusal,
  RateWindow,
  routed,
  type StandInParts,
  success,
  type VendorAnswer,
  type VendorRequest,
  type VendorStandIn,
} from "../stand_in.ts";
import {
  isDirect,
  pagerDutyId,
  policyOf,
  policyReference,
  scheduleReference,
  userPayload,
  userReference,
} from "./objects.ts";
import { onCalls } from "./oncalls.ts";
import { pageOf, PagerDutyRefusal, refusal } from "./query.ts";
import {
  listSchedules,
  listShiftBased,
  readSchedule,
  readShiftBased,
} from "./schedules.ts";

const REQUESTS_A_MINUTE = 960;
/** Duration of a rate limit that is a fault, unless the fault names one. */
const RESET_SECONDS = 20;

/** PagerDuty's REST API, as far as a roster is read through it. */
export function pagerDutyStandIn(parts: StandInParts): VendorStandIn {
  const { roster, token, rates } = parts;
  const window = new RateWindow(REQUESTS_A_MINUTE, MINUTE_MS, rates);
  return {
    answer(request, nowMs) {
      if (!isAuthorized(request, token)) return refusal(401);
      const admitted = window.admit(nowMs);
      const headers = rateHeaders(
        window.remaining,
        window.secondsToReset(nowMs),
      );
      if (!admitted) return { ...refusal(429), headers };
      return orRefusal(() => ({ ...route(roster, request, nowMs), headers }));
    },
    refusal: fault,
  };
}

function isAuthorized({ header }: VendorRequest, token: string): boolean {
  const authorization = header("authorization");
  return authorization === `Token token=${token}` ||
    authorization === `Bearer ${token}`;
}

function rateHeaders(remaining: number, reset: number) {
  return {
    "ratelimit-limit": String(REQUESTS_A_MINUTE),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(reset),
  };
}

function route(
  roster: Roster,
  { method, path, query }: VendorRequest,
  nowMs: number,
): VendorAnswer {
  if (method !== "GET") throw new PagerDutyRefusal(404);
  if (routed(path, "oncalls")) return onCalls(roster, query, nowMs);
  if (routed(path, "schedules")) return listSchedules(roster, query);
  if (routed(path, "users")) return listUsers(roster, query);
  const [schedule] = routed(path, "schedules", ":") ?? [];
  if (schedule !== undefined) {
    return readSchedule(roster, schedule, query, nowMs);
  }
  if (routed(path, "v3", "schedules")) {
    return listShiftBased(roster, query);
  }
  const [shiftBased] = routed(path, "v3", "schedules", ":") ?? [];
  if (shiftBased !== undefined) {
    return readShiftBased(roster, shiftBased, query, nowMs);
  }
  const [policy] = routed(path, "escalation_policies", ":") ?? [];
  if (policy !== undefined) return readPolicy(roster, policy);
  const [user] = routed(path, "users", ":") ?? [];
  if (user !== undefined) return readUser(roster, user);
  throw new PagerDutyRefusal(404);
}

function fault(
  status: number,
  error?: string,
  retryAfterSeconds = RESET_SECONDS,
): VendorAnswer {
  const answer = refusal(status);
  if (error !== undefined) {
    answer.body = { error: { message: error, code: 2000 } };
  }
  return status === 429
    ? { ...answer, headers: rateHeaders(0, retryAfterSeconds) }
    : answer;
}

/** `GET /users`, with `query` for part of a name or e-mail. */
function listUsers(
  roster: Roster,
  query: URLSearchParams,
): VendorAnswer {
  const part = (query.get("query") ?? "").toLowerCase();
  const found = roster.usersOf("pagerduty")
    .filter((user) =>
      `${user.name} ${user.email}`.toLowerCase().includes(part)
    );
  const { entries, page } = pageOf(found, query);
  return success({ users: entries.map(userPayload), ...page });
}

/** `GET /users/{id}` */
function readUser(roster: Roster, id: string): VendorAnswer {
  const user = roster.usersOf("pagerduty")
    .find((one) => pagerDutyId(one) === id);
  if (user === undefined) throw new PagerDutyRefusal(404);
  return success({ user: userPayload(user) });
}

/** `GET /escalation_policies/{id}`: a rule for each level of its schedules. */
function readPolicy(roster: Roster, id: string): VendorAnswer {
  const called = roster.schedulesOf("pagerduty")
    .filter((one) => policyOf(roster, one)?.id === id);
  const [first] = called;
  if (first === undefined) throw new PagerDutyRefusal(404);
  const policy = policyOf(roster, first)!;
  const levels = Math.max(...called.flatMap(levelsOf));
  return success({
    escalation_policy: {
      ...policyReference(policy),
      type: "escalation_policy",
      name: policy.name,
      description: null,
      num_loops: 0,
      on_call_handoff_notifications: "if_has_services",
      escalation_rules: Array.from({ length: levels }, (_, place) => ({
        id: `${id}R${place + 1}`,
        escalation_delay_in_minutes: 30,
        targets: called.flatMap((one) => targetsOf(roster, one, place + 1)),
      })),
      services: [],
      teams: [],
    },
  });
}

/** The levels of its shifts; level 1 for a schedule without shifts. */
function levelsOf({ shifts }: VendorSchedule): number[] {
  return shifts.length === 0 ? [1] : shifts.map(({ level }) => level);
}

function targetsOf(roster: Roster, schedule: VendorSchedule, level: number) {
  if (!isDirect(schedule)) {
    return levelsOf(schedule).includes(level)
      ? [scheduleReference(schedule)]
      : [];
  }
  const shifts = schedule.shifts.filter((shift) => shift.level === level);
  const emails = new Set(shifts.map(({ email }) => email));
  return [...emails].map((email) => userReference(roster.userOf(email)));
}
