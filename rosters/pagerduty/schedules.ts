import { DAY, HOUR, SECOND } from "@std/datetime";
import type { ReadingWindow } from "../port.ts";
import type { Account } from "../reading/account.ts";
import { fit, misfit } from "../reading/fit.ts";
import { get } from "../reading/get.ts";
import { type Outcome, success } from "../reading/outcome.ts";
import { isoOf } from "../reading/stretch.ts";
import type { Entry } from "./entry.ts";
import { ScheduleAnswer } from "./schema.ts";

const HOUR_S = HOUR / SECOND;
/** Longer than the month for which people commonly stay on. */
const LOOK_BACK_S = 35 * DAY / SECOND;
/** Outside every escalation policy there are no levels; called first, then. */
const ONLY_LEVEL = 1;

/** A schedule by itself: its name, and who is on it. */
export interface ReadSchedule {
  schedule: string;
  name: string;
  entries: Entry[];
}

/**
 * The final schedule. PagerDuty cuts entries off at both ends of what is asked
 * for, so that the start of a shift under way would move with every poll.
 * Hence the look back, far enough to see the true start. What began even
 * earlier is taken to have been so always: that, too, stays put.
 * Whole hours, lest the cut be rounded to something else than was asked for.
 */
export async function readSchedule(
  account: Account,
  schedule: string,
  window: ReadingWindow,
): Promise<Outcome<ReadSchedule>> {
  const path = `/schedules/${encodeURIComponent(schedule)}`;
  const since = Math.floor((window.since - LOOK_BACK_S) / HOUR_S) * HOUR_S;
  const until = Math.ceil(window.until / HOUR_S) * HOUR_S;
  const answer = await get(account, path, {
    since: isoOf(since),
    until: isoOf(until),
  });
  if (!answer.ok) return answer;
  const fitted = fit(account, ScheduleAnswer, path, answer.value);
  if (!fitted.ok) return fitted;
  const { id, summary, name, final_schedule } = fitted.value.schedule;
  if (id !== schedule) {
    return misfit(
      account.vendor.name,
      path,
      `schedule.id: expected ${schedule}, received ${id}`,
    );
  }
  const label = summary || name || schedule;
  const entries = final_schedule.rendered_schedule_entries.map((entry) => ({
    user: entry.user,
    schedule,
    label,
    level: ONLY_LEVEL,
    start: entry.start !== null && entry.start <= since ? null : entry.start,
    end: entry.end,
  }));
  return success({ schedule, name: label, entries });
}
