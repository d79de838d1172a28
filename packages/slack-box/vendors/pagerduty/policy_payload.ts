import { success, type VendorAnswer } from "../answer.ts";
import type { Roster, VendorSchedule } from "../roster.ts";
import { PagerDutyRefusal } from "./answer.ts";
import { isDirect } from "./generations.ts";
import { policyOf } from "./policies.ts";
import {
  policyReference,
  scheduleReference,
  userReference,
} from "./references.ts";

/** `GET /escalation_policies/{id}`: a rule for each level of its schedules. */
export function readPolicy(roster: Roster, id: string): VendorAnswer {
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

/** Those of its shifts; a schedule that nobody is on is called first. */
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
