import {
  providerId,
  type ProviderSchedule,
  type ProviderUser,
} from "./roster.ts";

type Payload = Record<string, unknown>;

function addresses(kind: string, id: string): Payload {
  return {
    self: `https://api.pagerduty.com/${kind}/${id}`,
    html_url: `https://subdomain.pagerduty.com/${kind}/${id}`,
  };
}

export function userReference(user: ProviderUser): Payload {
  return {
    id: user.id,
    type: "user_reference",
    summary: user.name,
    ...addresses("users", user.id),
  };
}

export function userPayload(user: ProviderUser): Payload {
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

export function escalationPolicyReference(schedule: ProviderSchedule): Payload {
  const id = providerId("P", `escalation policy of ${schedule.id}`);
  return {
    id,
    type: "escalation_policy_reference",
    summary: `${schedule.name} escalation`,
    ...addresses("escalation_policies", id),
  };
}

export function scheduleReference(schedule: ProviderSchedule): Payload {
  return {
    id: schedule.id,
    type: "schedule_reference",
    summary: schedule.name,
    ...addresses("schedules", schedule.id),
  };
}

export function schedulePayload(
  schedule: ProviderSchedule,
  users: ProviderUser[],
): Payload {
  return {
    ...scheduleReference(schedule),
    type: "schedule",
    name: schedule.name,
    time_zone: "UTC",
    description: null,
    escalation_policies: [escalationPolicyReference(schedule)],
    users: users.map(userReference),
    teams: [],
  };
}
