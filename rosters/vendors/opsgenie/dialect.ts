import type * as v from "valibot";
import { SECONDS_PER_DAY } from "../../../time.ts";
import type { Account } from "../../http/account.ts";
import type { ReadPeople } from "../../http/identities.ts";
import {
  isoOf,
  lookBackWindow,
  type PersonPeriod,
  startWithin,
} from "../../http/oncall_periods.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { pageBefore, readPages } from "../../http/paging.ts";
import { get } from "../../http/request.ts";
import { readScheduled } from "../../http/schedules.ts";
import { schemaMismatch, validate } from "../../http/validate.ts";
import type { ReadingWindow, RosterIdentity } from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import type { Listed, Recipient, ScheduleList, Timeline } from "./schema.ts";

/**
 * The differences between Opsgenie's API and that of its successor, Jira Service
 * Management. Both are read in the same way.
 */
export interface Dialect {
  /** Path of the list of schedules, below the account's base. */
  path: string;
  list: v.GenericSchema<unknown, ScheduleList>;
  timeline: v.GenericSchema<unknown, Timeline>;
  /** The identity of a user in a timeline. */
  identityOf(user: Recipient): RosterIdentity;
}

/** The range begins with a day in the schedule's zone, and clocks change. */
const SPARE_DAYS = 2;

/**
 * Reads the schedules that a source names. A schedule that is switched off counts
 * as empty, because the vendor alerts no one through it.
 */
export async function readSchedules(
  account: Account,
  source: ValidatedSource<"opsgenie" | "jsm">,
  window: ReadingWindow,
  dialect: Dialect,
  readPeople?: ReadPeople,
) {
  const off = new Set<string>();
  return await readScheduled(account, source, window, {
    async list() {
      const listed = await listSchedules(account, dialect);
      const all = listed.ok ? listed.value : [];
      for (const { id, enabled } of all) if (!enabled) off.add(id);
      return listed;
    },
    read: async (id) =>
      off.has(id)
        ? success([])
        : await readTimeline(account, dialect, id, window),
    ...(readPeople ? { readPeople } : {}),
  });
}

async function listSchedules(
  account: Account,
  { path, list }: Dialect,
): Promise<Outcome<Listed[]>> {
  return await readPages<Dialect["list"], Listed>(
    account,
    { path, query: {} },
    list,
    ({ schedules: items, next }) =>
      next === null ? { items, next } : pageBefore(account, path, items, next),
  );
}

/**
 * Who is on a schedule. The vendor cuts periods off where the range begins and
 * splits the one under way at the present, into a `historical` period and the
 * rest. So we look back, and the reading joins what touches.
 */
async function readTimeline(
  account: Account,
  dialect: Dialect,
  id: string,
  window: ReadingWindow,
): Promise<Outcome<PersonPeriod[]>> {
  const path = `${dialect.path}/${encodeURIComponent(id)}/timeline`;
  const { since, until } = lookBackWindow(window, SECONDS_PER_DAY);
  const answer = await get(account, path, {
    date: isoOf(since),
    interval: String((until - since) / SECONDS_PER_DAY + SPARE_DAYS),
    intervalUnit: "days",
  });
  if (!answer.ok) return answer;
  const timeline = validate(account, dialect.timeline, path, answer.value);
  if (!timeline.ok) return timeline;
  const wrong = mismatchOf(timeline.value, id, window);
  if (wrong !== null) return schemaMismatch(account.vendor.name, path, wrong);
  return success(periodsOf(timeline.value, dialect));
}

/** The mismatch of a timeline; `null` if it is the requested one. */
function mismatchOf(
  { startDate, endDate, _parent }: Timeline,
  id: string,
  { since, until }: ReadingWindow,
): string | null {
  if (_parent && _parent.id !== id) {
    return `_parent.id: expected ${id}, received ${_parent.id}`;
  }
  // A shorter answer would look as if the rest of the window were empty.
  if (startDate <= since && endDate >= until) return null;
  return `startDate to endDate: expected all of ` +
    `${isoOf(since)} to ${isoOf(until)}, ` +
    `received ${isoOf(startDate)} to ${isoOf(endDate)}`;
}

/** Only users are people; teams and escalations are not. */
function periodsOf(
  { startDate, endDate, finalTimeline }: Timeline,
  { identityOf }: Dialect,
): PersonPeriod[] {
  const range = { since: startDate, until: endDate };
  return finalTimeline.rotations
    .filter(({ deleted }) => !deleted)
    .flatMap(({ periods }) => periods)
    .flatMap((period) =>
      (period.people ?? []).filter(({ type }) => type === "user")
        .map((user) => ({
          identity: identityOf(user),
          start: startWithin(range, period.startDate),
          end: period.endDate,
        }))
    );
}
