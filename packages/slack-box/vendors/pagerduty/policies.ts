import { keyOf, type Roster, type VendorSchedule } from "../roster.ts";
import { isDirect } from "./generations.ts";

export interface Policy {
  id: string;
  name: string;
}

/** The escalation policy that calls the schedule; `null`: none does. */
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
