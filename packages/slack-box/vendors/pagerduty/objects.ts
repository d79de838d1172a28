import {
  keyOf,
  type Roster,
  type VendorSchedule,
  type VendorUser,
} from "../roster.ts";
import { PagerDutyRefusal } from "./query.ts";

/**
 * Whether it is not a schedule, but people that an escalation policy names
 * itself.
 */
export function isDirect({ pagerduty }: VendorSchedule): boolean {
  return pagerduty?.direct === true;
}

export function isShiftBased(schedule: VendorSchedule): boolean {
  return !isDirect(schedule) && schedule.pagerduty?.generation === 3;
}

export function isLayerBased(schedule: VendorSchedule): boolean {
  return !isDirect(schedule) && !isShiftBased(schedule);
}

/**
 * Finds a schedule of one generation by its id. A schedule of the other
 * generation is refused with 400, as in PagerDuty's upgrade guide.
 */
export function scheduleWith(
  roster: Roster,
  id: string,
  isAskedFor: (schedule: VendorSchedule) => boolean,
): VendorSchedule {
  const schedule = roster.schedulesOf("pagerduty")
    .find((one) => one.id === id && !isDirect(one));
  if (schedule === undefined) throw new PagerDutyRefusal(404);
  if (!isAskedFor(schedule)) {
    throw new PagerDutyRefusal(400, [
      `Schedule ${id} is ${isShiftBased(schedule) ? "" : "not "}shift-based.`,
    ]);
  }
  return schedule;
}

export interface Policy {
  id: string;
  name: string;
}

/** The escalation policy that calls the schedule, or `null`. */
export function policyOf(
  roster: Roster,
  schedule: VendorSchedule,
): Policy | null {
  const { id, name, pagerduty } = schedule;
  if (isDirect(schedule)) return { id, name };
  const policy = pagerduty?.policy;
  if (policy === null) return null;
  if (policy === undefined) {
    const own = `P${keyOf(`escalation policy of ${id}`)}`;
    return { id: own, name: `${name} escalation` };
  }
  const direct = roster.schedulesOf("pagerduty")
    .find((one) => isDirect(one) && one.id === policy);
  return { id: policy, name: direct?.name ?? `Policy ${policy}` };
}

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
    time_zone: user.timeZone,
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
