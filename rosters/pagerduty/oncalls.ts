import type { ReadingWindow } from "../port.ts";
import type { Account } from "./account.ts";
import { type Entry, isoOf } from "./entry.ts";
import { get } from "./get.ts";
import { failure, type Outcome } from "./outcome.ts";
import { fit, OnCallPage } from "./schema.ts";

const PAGE = 100;
/** PagerDuty answers 400 to `offset` + `limit` past this. */
const LAST_ROW = 10_000;

/**
 * Everybody on the schedules within the window, from `/oncalls`: all pages or
 * a failure, never a part. A shift comes once for each escalation policy and
 * level. A schedule that is in no policy does not come at all.
 */
export async function readOncalls(
  account: Account,
  schedules: readonly string[],
  window: ReadingWindow,
): Promise<Outcome<Entry[]>> {
  const asked = new Set(schedules);
  const entries: Entry[] = [];
  for (let offset = 0;;) {
    const answer = await get(account, "/oncalls", {
      "schedule_ids[]": [...asked],
      "include[]": ["users"],
      since: isoOf(window.since),
      until: isoOf(window.until),
      limit: String(PAGE),
      offset: String(offset),
    });
    if (!answer.ok) return answer;
    const page = fit(OnCallPage, "/oncalls", answer.value);
    if (!page.ok) return page;
    const { oncalls, limit, more } = page.value;
    if (page.value.offset !== offset) return strayed(offset, page.value.offset);
    for (const { user, schedule, escalation_level, start, end } of oncalls) {
      if (schedule === null || !asked.has(schedule.id)) continue;
      const label = schedule.summary || schedule.id;
      const level = escalation_level;
      entries.push({ user, schedule: schedule.id, label, level, start, end });
    }
    if (!more) return { ok: true, value: entries };
    offset += limit;
    if (offset + PAGE > LAST_ROW) return tooMany(account.source);
  }
}

function strayed(asked: number, came: number) {
  return failure(
    null,
    `PagerDuty's answer to /oncalls does not fit: offset: expected ${asked}, received ${came}`,
  );
}

function tooMany(source: string) {
  return failure(
    null,
    `PagerDuty lists more than ${LAST_ROW} on-call entries for the schedules of ${source}, which is more than it gives out: ` +
      `split them among several sources in shiftlight.config.ts, or lower limits.roster_hours`,
  );
}
