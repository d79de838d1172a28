import { formatInstant } from "../instant.ts";
import { type ProviderAnswer, success } from "./answer.ts";
import { pageOf } from "./paging.ts";
import {
  escalationPolicyReference,
  schedulePayload,
  scheduleReference,
  userPayload,
  userReference,
} from "./references.ts";
import type { ProviderSchedule, ProviderShift, Roster } from "./roster.ts";
import { overlaps, windowOf } from "./window.ts";

interface OnCall {
  schedule: ProviderSchedule;
  shift: ProviderShift;
}

function earliestOnly(onCalls: OnCall[]): OnCall[] {
  const earliest = new Map<string, OnCall>();
  for (const onCall of onCalls) {
    const { schedule, shift } = onCall;
    const key = JSON.stringify([schedule.id, shift.level, shift.email]);
    const known = earliest.get(key);
    const knownStart = known?.shift.start ?? -Infinity;
    if (!known || (shift.start ?? -Infinity) < knownStart) {
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
  const users = query.getAll("user_ids[]");
  const found = roster.schedules
    .filter((one) => schedules.length === 0 || schedules.includes(one.id))
    .flatMap((schedule) =>
      schedule.shifts.map((shift) => ({ schedule, shift }))
    )
    .filter(({ shift }) => overlaps(shift, window))
    .filter(({ shift }) =>
      users.length === 0 || users.includes(roster.userOf(shift.email).id)
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
): ProviderAnswer {
  const { entries, page } = pageOf(find(roster, query, nowMs), query);
  const include = new Set(query.getAll("include[]"));
  const oncalls = entries.map(({ schedule, shift }) => {
    const user = roster.userOf(shift.email);
    return {
      user: include.has("users") ? userPayload(user) : userReference(user),
      schedule: include.has("schedules")
        ? schedulePayload(schedule, [])
        : scheduleReference(schedule),
      escalation_policy: escalationPolicyReference(schedule),
      escalation_level: shift.level,
      start: instantOrNull(shift.start),
      end: instantOrNull(shift.end),
    };
  });
  return success({ oncalls, ...page });
}
