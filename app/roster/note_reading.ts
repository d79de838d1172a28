import { type Config, isLinkable } from "../../config/schema.ts";
import type { NamedSchedule, RosterReading } from "../../rosters/port.ts";
import { asFailure } from "../../slack/failure.ts";
import { getRecord, putRecord } from "../../slack/record_store.ts";
import type { StoredSnapshot } from "../../slack/records/checkpoint.ts";
import {
  ROSTERS_READ_ID,
  type RostersRead,
  rostersRead,
  type UnreadSince,
} from "../../slack/records/rosters_read.ts";
import type { Execution } from "../execution.ts";

/** Some 300 kB: an item holds no more. */
const MOST_SCHEDULES = 2500;

/** More than these are not told with their time. */
const MOST_UNREAD = 200;

/**
 * Notes that the rosters were read, for answers to people: they say how old they
 * are, and since when something could not be read. One call; another one while
 * something cannot be read. Never rejects: a run does without.
 *
 * @param at Unix seconds.
 */
export async function noteReading(
  execution: Execution,
  { unreadable, schedules }: Pick<RosterReading, "unreadable" | "schedules">,
  snapshot: StoredSnapshot | undefined,
  at: number,
): Promise<void> {
  const { client, config } = execution;
  if (config.talk === null || snapshot === undefined) return;
  try {
    const before = unreadable.length === 0 ? null : await lastNoted(execution);
    const unread = unreadable.slice(0, MOST_UNREAD).map((each): UnreadSince => {
      const { source, schedule, identity = null } = each;
      const key: UnreadSince["key"] = [source, schedule, identity];
      const known = before?.unread.find((one) => isSameKey(one.key, key));
      return { key, since: known?.since ?? at };
    });
    await putRecord(client, rostersRead, {
      id: ROSTERS_READ_ID,
      at,
      snapshot,
      unread,
      schedules: withUnread(
        askable(config, schedules),
        unreadOnes(before?.schedules ?? [], unreadable),
      ).slice(0, MOST_SCHEDULES),
    });
  } catch (thrown) {
    const { message } = asFailure(thrown, "storing");
    console.warn(`when the rosters were read: ${message}`);
  }
}

async function lastNoted({ client }: Execution): Promise<RostersRead | null> {
  const { records } = await getRecord(client, rostersRead, ROSTERS_READ_ID);
  return records.get(ROSTERS_READ_ID) ?? null;
}

/** Schedules of the states that are a channel's business. */
function askable(
  config: Config,
  schedules: readonly NamedSchedule[],
): NamedSchedule[] {
  const sources = new Set(
    config.sources.filter(({ state }) => isLinkable(config, state))
      .map(({ id }) => id),
  );
  return schedules.filter(({ source }) => sources.has(source));
}

/** Those of an earlier reading that could not be read this time. */
function unreadOnes(
  before: readonly NamedSchedule[],
  unreadable: RosterReading["unreadable"],
): NamedSchedule[] {
  return before.filter(({ source, schedule }) =>
    unreadable.some((each) =>
      each.source === source && each.identity === undefined &&
      (each.schedule === null || each.schedule === schedule)
    )
  );
}

/** An emptied source is read, and yet counts as unreadable. */
function withUnread(
  read: readonly NamedSchedule[],
  unread: readonly NamedSchedule[],
): NamedSchedule[] {
  const isRead = (one: NamedSchedule) =>
    read.some(({ source, schedule }) =>
      source === one.source && schedule === one.schedule
    );
  return [...read, ...unread.filter((each) => !isRead(each))];
}

export function isSameKey(
  a: UnreadSince["key"],
  b: UnreadSince["key"],
): boolean {
  return a.every((part, index) => part === b[index]);
}
