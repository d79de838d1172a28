import { orRefusal, type VendorAnswer, type VendorRequest } from "../answer.ts";
import { RateWindow } from "../rate_window.ts";
import type { Roster } from "../roster.ts";
import { routed } from "../route.ts";
import type { StandInParts, VendorStandIn } from "../stand_in.ts";
import { PagerDutyRefusal, refusal } from "./answer.ts";
import { onCalls } from "./oncalls.ts";
import { readPolicy } from "./policy_payload.ts";
import { listSchedules, readSchedule } from "./schedules.ts";
import { listShiftBased, readShiftBased } from "./shift_based.ts";
import { listUsers, readUser } from "./users.ts";

const REQUESTS_A_MINUTE = 960;
const MINUTE_MS = 60_000;
/** How long a limit lasts that is a fault, unless it says so, in seconds. */
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
