import type * as v from "valibot";
import type { ReadingWindow } from "../port.ts";
import type { Account } from "../reading/account.ts";
import { misfit } from "../reading/fit.ts";
import { failure, type Outcome } from "../reading/outcome.ts";
import { readPages } from "../reading/pages.ts";
import { isoOf } from "../reading/stretch.ts";
import type { Entry } from "./entry.ts";
import { OnCallPage } from "./schema.ts";

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
  const path = "/oncalls";
  let offset = 0;
  const query = () => ({
    "schedule_ids[]": [...asked],
    "include[]": ["users"],
    since: isoOf(window.since),
    until: isoOf(window.until),
    limit: String(PAGE),
    offset: String(offset),
  });
  return await readPages<typeof OnCallPage, Entry>(
    account,
    { path, query: query() },
    OnCallPage,
    (page) => {
      if (page.offset !== offset) return strayed(account, offset, page.offset);
      const items = entriesOf(page, asked);
      offset += page.limit;
      if (!page.more) return { items, next: null };
      if (offset + PAGE > LAST_ROW) return tooMany(account.source);
      return { items, next: { path, query: query() } };
    },
  );
}

function entriesOf(
  { oncalls }: v.InferOutput<typeof OnCallPage>,
  asked: ReadonlySet<string>,
): Entry[] {
  return oncalls.flatMap((each) => {
    const { user, schedule, escalation_level: level, start, end } = each;
    if (schedule === null || !asked.has(schedule.id)) return [];
    const label = schedule.summary || schedule.id;
    return [{ user, schedule: schedule.id, label, level, start, end }];
  });
}

function strayed({ vendor }: Account, asked: number, came: number) {
  return misfit(
    vendor.name,
    "/oncalls",
    `offset: expected ${asked}, received ${came}`,
  );
}

function tooMany(source: string) {
  return failure(
    null,
    `PagerDuty lists more than ${LAST_ROW} on-call entries for the schedules of ${source}, which is more than it gives out: ` +
      `split them among several sources in shiftlight.config.ts, or lower limits.roster_hours`,
  );
}
