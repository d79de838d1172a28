import { endOf } from "../../intervals.ts";
import type { RosterReading, RosterShift } from "../../rosters/port.ts";
import { spanAnywhere } from "../../rosters/zoned_time.ts";
import type { Checkpoint } from "../../slack/records/checkpoint.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import { SOURCE_EMPTIED } from "../messages/report.ts";

/**
 * What is known of sources from the readings of runs, by source: when the last of
 * its shifts ends, and since when it lists none although that is ahead.
 */
type Listed = Checkpoint["listed"];

/**
 * Two readings less than this apart count as one: a poll, a handoff's run and a run
 * that continues another meet the same answer.
 */
const READINGS_APART_SECONDS = SECONDS_PER_MINUTE;

/**
 * Holds back the ends of a source that listed shifts not over yet and lists none
 * all at once. In the first such reading it counts as unreadable. It is believed
 * when the next reading that succeeds says the same.
 *
 * @param sources Ids of the configured sources.
 * @param known What the last checkpoint has.
 * @param at When it was read (Unix seconds).
 */
export function holdBackEmptied(
  reading: RosterReading,
  sources: readonly string[],
  known: Listed,
  at: number,
): { reading: RosterReading; listed: Listed } {
  const shifts = Map.groupBy(reading.shifts, ({ source }) => source);
  const unreadable = new Set(reading.unreadable.map(({ source }) => source));
  const listed: Listed = {};
  const emptied: string[] = [];
  for (const source of sources) {
    const own = shifts.get(source);
    const before = known[source];
    if (own) listed[source] = { until: lastEnd(own) };
    else if (before === undefined) continue;
    // What fails says nothing about the shifts.
    else if (unreadable.has(source)) listed[source] = before;
    else if (isStrange(before, at)) {
      listed[source] = { ...before, empty_since: emptySince(before, at) };
      emptied.push(source);
    }
  }
  if (emptied.length === 0) return { reading, listed };
  const held = emptied.map((source) => ({
    source,
    schedule: null,
    reason: SOURCE_EMPTIED,
    emptied: true as const,
  }));
  return {
    reading: { ...reading, unreadable: [...reading.unreadable, ...held] },
    listed,
  };
}

/** When the last of some shifts is over in every zone; `null` if that is not known. */
function lastEnd(shifts: readonly RosterShift[]): number | null {
  const ends = shifts.map(({ end, days }) =>
    days && end !== null ? spanAnywhere(days).end : endOf({ end })
  );
  const last = Math.max(...ends);
  return last === Infinity ? null : Math.max(0, last);
}

/** Whether shifts are missing that are not over, and no earlier reading agrees. */
function isStrange(before: Listed[string], at: number): boolean {
  if (before.until !== null && before.until <= at) return false;
  return at - emptySince(before, at) < READINGS_APART_SECONDS;
}

/** An instant ahead is of a clock that was wrong. */
function emptySince({ empty_since = Infinity }: Listed[string], at: number) {
  return Math.min(empty_since, at);
}

/** Whether two readings differ in which sources list no shifts any more. */
export function emptiedDiffer(one: Listed, other: Listed): boolean {
  const sources = Object.keys({ ...one, ...other });
  return sources.some((source) =>
    one[source]?.empty_since !== other[source]?.empty_since
  );
}
