import { createHash } from "node:crypto";
import { type Interval, spanOfRun, touchingRuns } from "../intervals.ts";
import type { Unreadable } from "../reconciler/shift.ts";
import { SECONDS_PER_DAY } from "../time.ts";
import { compareKeys } from "./merge_shifts.ts";
import type { RosterShift } from "./port.ts";
import { isAnywhere, spanOf } from "./zoned_time.ts";

/**
 * Digests what the rosters say about the present. Two readings with the same
 * digest call for the same work, in any order of their shifts.
 *
 * It covers the shifts under way, the shifts that touch or overlap them
 * (directly or through others), what could not be read, and whether that waits for
 * an operator. It leaves out reasons, and the names of people who have an e-mail or a Slack id.
 *
 * @param shifts All shifts that were read.
 * @param unreadable What could not be read.
 * @param at The present, in Unix seconds.
 * @param groupOf Gives the same text for shifts that are shown as one where they
 * touch: shifts of one person, state and text.
 * @returns a SHA-256 in hexadecimal.
 */
export function rosterDigest(
  shifts: readonly RosterShift[],
  unreadable: readonly Omit<Unreadable, "reason">[],
  at: number,
  groupOf: (shift: RosterShift) => string,
): string {
  const groups = Map.groupBy(shifts, groupOf);
  const rows = [...groups].flatMap(([name, group]) => rowsOf(name, group, at));
  const unknown = unreadable.map(({ source, schedule, identity, needs }) => [
    source,
    schedule,
    identity,
    ...(needs === undefined ? [] : [needs]),
  ]);
  return createHash("sha256")
    .update(JSON.stringify([asSet(rows), asSet(unknown)]))
    .digest("hex");
}

/** The rows of one group: each shift under way, and when they end together. */
function rowsOf(name: string, group: RosterShift[], at: number): unknown[] {
  const active = group.filter((shift) => isUnderWay(shift, at));
  if (active.length === 0) return [];
  const run = runAround(active, group);
  const joined = run.map(({ shift }) => shift);
  // Whole days end at different times in different zones, so each shift counts by itself.
  if (joined.some(({ days }) => days)) return joined.map(rowOf);
  // A part of a long rota that only a later window reaches must not count as a change.
  const origins = joined.map(({ source, schedule, identity: { key } }) => [
    source,
    schedule,
    key,
  ]);
  return [...active.map(rowOf), [name, spanOfRun(run).end, asSet(origins)]];
}

function isUnderWay({ start, end, days }: RosterShift, at: number): boolean {
  // Whole days begin and end at different times in different zones.
  if (days) return isAnywhere(days, at);
  return start <= at && (end === null || at < end);
}

/** A shift, and when it may be under way in any zone. */
interface Reach extends Interval {
  shift: RosterShift;
}

/** The run with the shifts under way: all of them overlap at the present. */
function runAround(active: RosterShift[], group: RosterShift[]): Reach[] {
  const [first] = active;
  return touchingRuns(group.map(reachOf))
    .find((run) => run.some(({ shift }) => shift === first))!;
}

function reachOf(shift: RosterShift): Reach {
  const { start, end, days } = shift;
  if (days === undefined) return { shift, start, end };
  // Whole days begin and end less than a day sooner or later than in UTC.
  const utc = spanOf(days, "UTC");
  return {
    shift,
    start: utc.start - SECONDS_PER_DAY,
    end: end === null ? null : utc.end + SECONDS_PER_DAY,
  };
}

function rowOf({ identity, ...shift }: RosterShift): unknown[] {
  const { key, email, name, slackId, group } = identity;
  const { state, source, schedule, label, level, start, end, days } = shift;
  const until = days && end !== null ? days.until : null;
  const when = days ? [days.from, until] : [start, end];
  // The name counts only if nothing else identifies the person: an alias may match it.
  const who = email ?? group ?? (slackId === undefined ? name : null);
  const found = [key, slackId ?? null, who];
  return [...found, state, ...when, source, schedule, label, level];
}

function asSet(rows: readonly unknown[]): string[] {
  const distinct = new Set(rows.map((row) => JSON.stringify(row)));
  return [...distinct].sort((a, b) => compareKeys([a], [b]));
}
