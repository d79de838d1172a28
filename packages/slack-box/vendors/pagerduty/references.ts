import type { Roster, VendorSchedule, VendorUser } from "../roster.ts";
import { isShiftBased } from "./generations.ts";
import { type Policy, policyOf } from "./policies.ts";

type Payload = Record<string, unknown>;

function addresses(kind: string, id: string): Payload {
  return {
    self: `https://api.pagerduty.com/${kind}/${id}`,
    html_url: `https://subdomain.pagerduty.com/${kind}/${id}`,
  };
}

export function pagerDutyId({ key }: VendorUser): string {
  return `P${key}`;
}

export function userReference(user: VendorUser): Payload {
  const id = pagerDutyId(user);
  return {
    id,
    type: "user_reference",
    summary: user.name,
    ...addresses("users", id),
  };
}

export function userPayload(user: VendorUser): Payload {
  return {
    ...userReference(user),
    type: "user",
    name: user.name,
    email: user.email,
    time_zone: user.time_zone,
    color: "green",
    role: "user",
    avatar_url: "https://pd-static-assets.pagerduty.com/users/blank-avatar.png",
    description: "",
    invitation_sent: false,
    contact_methods: [],
    notification_rules: [],
    job_title: null,
    teams: [],
  };
}

export function policyReference({ id, name }: Policy): Payload {
  return {
    id,
    type: "escalation_policy_reference",
    summary: name,
    ...addresses("escalation_policies", id),
  };
}

export function scheduleReference(schedule: VendorSchedule): Payload {
  const { id, name } = schedule;
  const reference = { id, summary: name, ...addresses("schedules", id) };
  if (!isShiftBased(schedule)) {
    return { ...reference, type: "schedule_reference" };
  }
  return {
    ...reference,
    type: "schedule_v3_reference",
    self: `https://api.pagerduty.com/v3/schedules/${id}`,
  };
}

export function schedulePayload(
  roster: Roster,
  schedule: VendorSchedule,
  users: VendorUser[],
): Payload {
  const policy = policyOf(roster, schedule);
  return {
    ...scheduleReference(schedule),
    type: isShiftBased(schedule) ? "schedule_v3" : "schedule",
    name: schedule.name,
    time_zone: "UTC",
    description: null,
    escalation_policies: policy === null ? [] : [policyReference(policy)],
    users: users.map(userReference),
    teams: [],
  };
}
