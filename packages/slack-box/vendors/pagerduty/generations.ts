import type { Roster, VendorSchedule } from "../roster.ts";
import { PagerDutyRefusal } from "./answer.ts";

/** No schedule, but people whom an escalation policy names itself. */
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
 * The schedule of that id, if it is of the generation asked for. One of the
 * other generation is refused with 400, as PagerDuty's upgrade guide has it.
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
