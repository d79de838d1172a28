import type { Problem } from "../../reconciler/change.ts";
import type { OutageRecord } from "../../slack/records/reported.ts";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import { shortKey } from "./deduplicate.ts";

/** How often an outage that lasts is told again. */
const REMIND_SECONDS = SECONDS_PER_DAY;

/** An outage that may pass by itself needs a person after this long. */
const CALL_AFTER_SECONDS = 2 * SECONDS_PER_HOUR;

/** An outage that comes back sooner than this has never been over. Shorter than the time between two polls. */
const OVER_AFTER_SECONDS = 10 * SECONDS_PER_MINUTE;

/** How many are followed; some 60 kB. Others are told once, as other problems are. */
const MOST_OUTAGES = 500;

/** An outage to tell. */
export interface TellingOutage {
  problems: Problem[];
  /** When it began (Unix seconds); `null` if that was just now. */
  since: number | null;
  /** Whether it needs an operator. */
  needsOperator: boolean;
}

/** An outage that is over. Unix seconds. */
export interface OutageOver {
  about: string;
  since: number;
  until: number;
}

/** What there is to tell of outages, and what to record. */
export interface OutageNews {
  telling: TellingOutage[];
  over: OutageOver[];
  /** The records once that is told. */
  told: OutageRecord[];
  /** The records if it could not be told. */
  untold: OutageRecord[];
}

/** The problems that are outages, and the others. */
export function splitOutages(
  problems: readonly Problem[],
): { outages: Map<string, Problem[]>; others: Problem[] } {
  const outages = new Map<string, Problem[]>();
  const others: Problem[] = [];
  for (const problem of problems) {
    const key = shortKey(problem.about);
    const isFollowed = problem.outage !== undefined &&
      (outages.has(key) || outages.size < MOST_OUTAGES);
    if (!isFollowed) others.push(problem);
    else outages.set(key, [...outages.get(key) ?? [], problem]);
  }
  return { outages, others };
}

/**
 * Follows outages from one run to the next. Each is told when it begins, when it
 * first needs an operator, once a day while it lasts, and when it is over.
 *
 * @param known The records of the run before.
 * @param found What this run, and runs that could not be reported, found.
 * @param lasts Whether an outage lasts; `null` if this run does not show it.
 * @param hasOperators Whether there is somebody to call.
 * @param now Unix seconds.
 */
export function followOutages(
  known: readonly OutageRecord[],
  found: ReadonlyMap<string, Problem[]>,
  lasts: (about: string) => boolean | null,
  hasOperators: boolean,
  now: number,
): OutageNews {
  const news: OutageNews = { telling: [], over: [], told: [], untold: [] };
  const before = new Map(known.map((each) => [each.key, each]));
  for (const [key, problems] of found) {
    const { about } = problems[0]!;
    const record = before.get(key) ??
      { key, about, since: now, told_at: 0, called: !hasOperators };
    const isOver = lasts(about) === false;
    followOne(news, problems, isOver ? overAt(record, now) : on(record), now);
  }
  for (const record of known) {
    if (found.has(record.key)) continue;
    const over = lasts(record.about) === false ? overAt(record, now) : record;
    const { about, since, over_at: until } = over;
    news.untold.push(over);
    if (until === undefined || until + OVER_AFTER_SECONDS > now) {
      news.told.push(over);
    } else news.over.push({ about, since, until });
  }
  return news;
}

function on({ over_at: _, ...record }: OutageRecord): OutageRecord {
  return record;
}

function overAt(record: OutageRecord, now: number): OutageRecord {
  return { ...record, over_at: record.over_at ?? now };
}

function followOne(
  news: OutageNews,
  problems: Problem[],
  record: OutageRecord,
  now: number,
): void {
  const { since, told_at, called } = record;
  const isNew = told_at === 0;
  const needsOperator = now - since >= CALL_AFTER_SECONDS ||
    problems.some(({ outage }) => outage!.needs === "operator");
  const hasGrown = problems.some(({ outage }) =>
    (outage!.grew_at ?? 0) > told_at
  );
  const isDue = isNew || hasGrown || needsOperator && !called ||
    Math.abs(now - told_at) >= REMIND_SECONDS;
  news.untold.push(record);
  news.told.push(
    isDue
      ? { ...record, told_at: now, called: called || needsOperator }
      : record,
  );
  if (!isDue) return;
  const began = isNew && since === now ? null : since;
  news.telling.push({ problems, since: began, needsOperator });
}

/** When there is something to tell of these outages next (Unix seconds); `null`: never. */
export function outagesDueAt(records: readonly OutageRecord[]): number | null {
  const due = records.flatMap(({ since, told_at, called, over_at }) =>
    over_at === undefined
      ? [
        told_at + REMIND_SECONDS,
        ...(called ? [] : [since + CALL_AFTER_SECONDS]),
      ]
      : over_at + OVER_AFTER_SECONDS
  );
  return due.length === 0 ? null : Math.min(...due);
}
