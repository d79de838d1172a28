import type * as v from "valibot";
import type { Account } from "../../http/account.ts";
import { isoOf, type OncallPeriod } from "../../http/oncall_periods.ts";
import { failure, type Outcome, success } from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";
import { schemaMismatch } from "../../http/validate.ts";
import type { ReadingWindow } from "../../port.ts";
import { directScheduleId } from "./policies.ts";
import { OnCallPage } from "./schema.ts";
import { identityOf } from "./users.ts";

const ROWS_PER_PAGE = 100;
/** PagerDuty answers 400 to `offset` + `limit` past this. */
const LAST_ROW = 10_000;

/** The people to read: everyone on these schedules, or by these policies. */
interface Asked {
  by: "schedule_ids[]" | "escalation_policy_ids[]";
  ids: readonly string[];
}

/**
 * Reads everyone on call within the window from `/oncalls`: all pages or a failure,
 * never a part. A shift appears once for each escalation policy and level. A
 * schedule that is in no policy does not appear.
 */
export async function readOncalls(
  account: Account,
  asked: Asked,
  window: ReadingWindow,
): Promise<Outcome<OncallPeriod[]>> {
  const ids = new Set(asked.ids);
  // Without ids `/oncalls` would list the whole account.
  if (ids.size === 0) return success([]);
  const path = "/oncalls";
  let offset = 0;
  const query = () => ({
    [asked.by]: [...ids],
    "include[]": ["users"],
    since: isoOf(window.since),
    until: isoOf(window.until),
    limit: String(ROWS_PER_PAGE),
    offset: String(offset),
  });
  return await readPages<typeof OnCallPage, OncallPeriod>(
    account,
    { path, query: query() },
    OnCallPage,
    (page) => {
      if (page.offset !== offset) {
        return wrongOffset(account, offset, page.offset);
      }
      const items = page.oncalls.flatMap((each) =>
        periodsOf(each, asked.by, ids)
      );
      offset += page.limit;
      if (!page.more) return { items, next: null };
      if (offset + ROWS_PER_PAGE > LAST_ROW) return tooMany(account.source);
      return { items, next: { path, query: query() } };
    },
  );
}

type OnCall = v.InferOutput<typeof OnCallPage>["oncalls"][number];

/** Empty for an entry that was not requested. */
function periodsOf(
  oncall: OnCall,
  by: Asked["by"],
  ids: ReadonlySet<string>,
): OncallPeriod[] {
  const { user, schedule, escalation_policy: policy, start, end } = oncall;
  const asked = by === "schedule_ids[]" ? schedule : policy;
  if (asked === null || !ids.has(asked.id)) return [];
  const { id, summary } = schedule ??
    { ...policy, id: directScheduleId(policy.id) };
  return [{
    identity: identityOf(user),
    schedule: id,
    label: summary || id,
    level: oncall.escalation_level,
    start,
    end,
  }];
}

function wrongOffset({ vendor }: Account, asked: number, came: number) {
  return schemaMismatch(
    vendor.name,
    "/oncalls",
    `offset: expected ${asked}, received ${came}`,
  );
}

function tooMany(source: string) {
  return failure(
    null,
    `PagerDuty lists more than ${LAST_ROW} on-call entries for the schedules or policies of ${source}, which is more than it gives out: ` +
      `split them among several sources in shiftlight.config.ts, or lower limits.roster_hours`,
  );
}
