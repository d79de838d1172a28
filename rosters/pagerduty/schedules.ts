import { DAY, HOUR, SECOND } from "@std/datetime";
import type { Unreadable } from "../../reconciler/shift.ts";
import type { ReadingWindow } from "../port.ts";
import type { Account } from "./account.ts";
import { type Entry, isoOf } from "./entry.ts";
import { get } from "./get.ts";
import { inGroups } from "./groups.ts";
import { type Failure, failure, type Outcome } from "./outcome.ts";
import { fit, ScheduleAnswer } from "./schema.ts";

const HOUR_S = HOUR / SECOND;
/** Longer than the month for which people commonly stay on. */
const LOOK_BACK_S = 35 * DAY / SECOND;
/** Outside every escalation policy there are no levels; called first, then. */
const ONLY_LEVEL = 1;

/**
 * Schedules that `/oncalls` left out, each from `/schedules/{id}`. One that
 * PagerDuty does not have is unreadable by itself. Whatever else fails is the
 * account's failure, not the schedule's.
 */
export async function readSchedules(
  account: Account,
  schedules: readonly string[],
  window: ReadingWindow,
): Promise<Outcome<{ entries: Entry[]; unreadable: Unreadable[] }>> {
  const read = await inGroups(schedules, async (schedule) => ({
    schedule,
    outcome: await readSchedule(account, schedule, window),
  }));
  const entries: Entry[] = [];
  const unreadable: Unreadable[] = [];
  for (const { schedule, outcome } of read) {
    if (outcome.ok) entries.push(...outcome.value);
    else if (!concernsScheduleAlone(outcome)) return outcome;
    else {
      const { source } = account;
      const reason = unknownSchedule(account, schedule, outcome);
      unreadable.push({ source, schedule, reason });
    }
  }
  return { ok: true, value: { entries, unreadable } };
}

/**
 * The final schedule. PagerDuty cuts entries off at both ends of what is asked
 * for, so that the start of a shift under way would move with every poll.
 * Hence the look back, far enough to see the true start. What began even
 * earlier is taken to have been so always: that, too, stays put.
 * Whole hours, lest the cut be rounded to something else than was asked for.
 */
async function readSchedule(
  account: Account,
  schedule: string,
  window: ReadingWindow,
): Promise<Outcome<Entry[]>> {
  const path = `/schedules/${encodeURIComponent(schedule)}`;
  const since = Math.floor((window.since - LOOK_BACK_S) / HOUR_S) * HOUR_S;
  const until = Math.ceil(window.until / HOUR_S) * HOUR_S;
  const answer = await get(account, path, {
    since: isoOf(since),
    until: isoOf(until),
  });
  if (!answer.ok) return answer;
  const fitted = fit(ScheduleAnswer, path, answer.value);
  if (!fitted.ok) return fitted;
  const { id, summary, name, final_schedule } = fitted.value.schedule;
  if (id !== schedule) {
    return failure(
      null,
      `PagerDuty's answer to ${path} does not fit: schedule.id: expected ${schedule}, received ${id}`,
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
  return { ok: true, value: entries };
}

function concernsScheduleAlone({ status }: Failure): boolean {
  return status === 404 || status === 410;
}

function unknownSchedule(
  { secret, source }: Account,
  schedule: string,
  { status }: Failure,
): string {
  return `PagerDuty has no schedule ${schedule} that the API key in ${secret} can see (${status}): ` +
    `correct or remove it in the source ${source} of shiftlight.config.ts`;
}
