import { formatInstant } from "../../time.ts";
import { success, type VendorAnswer } from "../stand_in.ts";
import {
  overlaps,
  type Roster,
  type VendorSchedule,
  type VendorShift,
} from "../roster.ts";
import {
  isDirect,
  pagerDutyId,
  type Policy,
  policyOf,
  policyReference,
  schedulePayload,
  scheduleReference,
  userPayload,
  userReference,
} from "./objects.ts";
import { pageOf, windowOf } from "./query.ts";

interface OnCall {
  schedule: VendorSchedule;
  policy: Policy;
  shift: VendorShift;
}

function earliestOnly(onCalls: OnCall[]): OnCall[] {
  const earliest = new Map<string, OnCall>();
  for (const onCall of onCalls) {
    const { schedule, shift } = onCall;
    const key = JSON.stringify([schedule.id, shift.level, shift.email]);
    const known = earliest.get(key);
    const knownStart = known?.shift.startMs ?? -Infinity;
    if (!known || (shift.startMs ?? -Infinity) < knownStart) {
      earliest.set(key, onCall);
    }
  }
  return [...earliest.values()];
}

function find(
  roster: Roster,
  query: URLSearchParams,
  nowMs: number,
): OnCall[] {
  const window = windowOf(query, nowMs);
  const schedules = query.getAll("schedule_ids[]");
  const policies = query.getAll("escalation_policy_ids[]");
  const users = query.getAll("user_ids[]");
  const found = roster.schedulesOf("pagerduty")
    .filter((one) =>
      schedules.length === 0 || (!isDirect(one) && schedules.includes(one.id))
    )
    .flatMap((schedule) => {
      const policy = policyOf(roster, schedule);
      // A schedule without a policy has no on-calls.
      if (policy === null) return [];
      if (policies.length > 0 && !policies.includes(policy.id)) return [];
      return schedule.shifts.map((shift) => ({ schedule, policy, shift }));
    })
    .filter(({ shift }) => overlaps(shift, window))
    .filter(({ shift }) =>
      users.length === 0 ||
      users.includes(pagerDutyId(roster.userOf(shift.email)))
    );
  return query.get("earliest") === "true" ? earliestOnly(found) : found;
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms);
}

/** `GET /oncalls`: an entry for each shift that touches the window. */
export function onCalls(
  roster: Roster,
  query: URLSearchParams,
  nowMs: number,
): VendorAnswer {
  const { entries, page } = pageOf(find(roster, query, nowMs), query);
  const include = new Set(query.getAll("include[]"));
  const scheduleOf = (schedule: VendorSchedule) => {
    if (isDirect(schedule)) return null;
    return include.has("schedules")
      ? schedulePayload(roster, schedule, [])
      : scheduleReference(schedule);
  };
  const oncalls = entries.map(({ schedule, policy, shift }) => {
    const user = roster.userOf(shift.email);
    return {
      user: include.has("users") ? userPayload(user) : userReference(user),
      schedule: scheduleOf(schedule),
      escalation_policy: policyReference(policy),
      escalation_level: shift.level,
      start: instantOrNull(shift.startMs),
      end: instantOrNull(shift.endMs),
    };
  });
  return success({ oncalls, ...page });
}
