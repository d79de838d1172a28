import type * as v from "valibot";
import { chunk } from "../../../chunk.ts";
import { SECONDS_PER_DAY } from "../../../time.ts";
import type { Account } from "../../http/account.ts";
import {
  isoOf,
  type OncallPeriod,
  ONLY_LEVEL,
} from "../../http/oncall_periods.ts";
import { failure, type Outcome, success } from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";
import { inGroups } from "../../http/request.ts";
import { schemaMismatch } from "../../http/validate.ts";
import type { ReadingWindow } from "../../port.ts";
import { directScheduleId } from "./policies.ts";
import { readSchedule } from "./schedules.ts";
import { OnCallPage } from "./schema.ts";
import { identityOf, userIdOf } from "./users.ts";

const ROWS_PER_PAGE = 100;
/** PagerDuty answers 400 to `offset` + `limit` past this. */
const LAST_ROW = 10_000;
/** Users of one query, if a schedule has too many entries: what an address has room for. */
const USERS_PER_QUERY = 100;
/** A window is not divided into shorter ones than this. */
const LEAST_WINDOW_SECONDS = SECONDS_PER_DAY;

/** The people to read: everyone on these schedules, or by these policies. */
interface Asked {
  by: "schedule_ids[]" | "escalation_policy_ids[]";
  ids: readonly string[];
  /** Only these users; all if it is left out. */
  users?: readonly string[];
  /** Only these levels; all if it is left out or `null`. */
  levels?: readonly number[] | null;
}

/** One query, or one of the queries that a longer one is divided into. */
interface Part {
  asked: Asked;
  window: ReadingWindow;
}

/**
 * Reads everyone on call within the window from `/oncalls`: all pages or a failure,
 * never a part. A shift appears once for each escalation policy and level. A
 * schedule that is in no policy does not appear. A query with more entries than
 * PagerDuty gives out is divided.
 */
export async function readOncalls(
  account: Account,
  asked: Asked,
  window: ReadingWindow,
): Promise<Outcome<OncallPeriod[]>> {
  // Without ids `/oncalls` would list the whole account.
  if (asked.ids.length === 0) return success([]);
  const list = await readList(account, asked, window);
  if (list !== "too long") return list;
  const parts = await divided(account, { asked, window });
  if (!parts.ok) return parts;
  const read = await inGroups(
    parts.value,
    (part) => readOncalls(account, part.asked, part.window),
  );
  const periods: OncallPeriod[] = [];
  for (const each of read) {
    if (!each.ok) return each;
    periods.push(...each.value);
  }
  return success(periods);
}

/** The entries of one query. How many there are is known from its second page on. */
async function readList(
  account: Account,
  asked: Asked,
  window: ReadingWindow,
): Promise<Outcome<OncallPeriod[]> | "too long"> {
  const ids = new Set(asked.ids);
  const path = "/oncalls";
  let offset = 0;
  let tooLong = false;
  const query = () => ({
    [asked.by]: [...ids],
    ...(asked.users ? { "user_ids[]": [...asked.users] } : {}),
    "include[]": ["users"],
    since: isoOf(window.since),
    until: isoOf(window.until),
    limit: String(ROWS_PER_PAGE),
    offset: String(offset),
    // PagerDuty counts them at a cost: once, and only if there are several pages.
    ...(offset === ROWS_PER_PAGE ? { total: "true" } : {}),
  });
  const list = await readPages<typeof OnCallPage, OncallPeriod>(
    account,
    { path, query: query() },
    OnCallPage,
    (page) => {
      if (page.offset !== offset) {
        return wrongOffset(account, offset, page.offset);
      }
      const items = page.oncalls.flatMap((each) => periodsOf(each, asked, ids));
      offset += page.limit;
      if (!page.more) return { items, next: null };
      tooLong = (page.total ?? 0) > LAST_ROW ||
        offset + ROWS_PER_PAGE > LAST_ROW;
      if (tooLong) return { items: [], next: null };
      return { items, next: { path, query: query() } };
    },
  );
  return tooLong ? "too long" : list;
}

/**
 * Divides a query: by schedules or policies; a single schedule by the users on it,
 * a single policy by time.
 */
async function divided(
  account: Account,
  { asked, window }: Part,
): Promise<Outcome<Part[]>> {
  const { by, ids, users } = asked;
  if (ids.length > 1) {
    return success(
      halves(ids).map((ids) => ({ asked: { ...asked, ids }, window })),
    );
  }
  if (by === "escalation_policy_ids[]") {
    const windows = halvesOf(window);
    if (windows.length < 2) return tooMany(account.source);
    return success(windows.map((window) => ({ asked, window })));
  }
  if (users !== undefined) {
    if (users.length < 2) return tooMany(account.source);
    const parts = halves(users);
    return success(
      parts.map((users) => ({ asked: { ...asked, users }, window })),
    );
  }
  const schedule = await readSchedule(account, ids[0]!, ONLY_LEVEL, window);
  if (!schedule.ok) return schedule;
  const onIt = schedule.value.periods.map(({ identity }) => userIdOf(identity));
  const groups = chunk([...new Set(onIt)].sort(), USERS_PER_QUERY);
  return success(
    groups.map((users) => ({ asked: { ...asked, users }, window })),
  );
}

function halves<T>(items: readonly T[]): T[][] {
  return chunk([...items], Math.ceil(items.length / 2));
}

/** An entry that reaches into both halves comes twice. `readingOf` joins them. */
function halvesOf({ since, until }: ReadingWindow): ReadingWindow[] {
  const middle = since + Math.ceil((until - since) / 2);
  if (middle - since < LEAST_WINDOW_SECONDS) return [{ since, until }];
  return [{ since, until: middle }, { since: middle, until }];
}

type OnCall = v.InferOutput<typeof OnCallPage>["oncalls"][number];

/** Empty for an entry that was not requested. */
function periodsOf(
  oncall: OnCall,
  { by, levels = null }: Asked,
  ids: ReadonlySet<string>,
): OncallPeriod[] {
  const { user, schedule, escalation_policy: policy, start, end } = oncall;
  const asked = by === "schedule_ids[]" ? schedule : policy;
  if (asked === null || !ids.has(asked.id)) return [];
  if (levels !== null && !levels.includes(oncall.escalation_level)) return [];
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
    `PagerDuty lists more than ${LAST_ROW} on-call entries at once for a policy or a person of ${source}, which is more than it gives out: ` +
      `name the schedules of the policy in shiftlight.config.ts, or lower limits.roster_hours`,
  );
}
