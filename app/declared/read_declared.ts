import { allows } from "../../reconciler/consent.ts";
import type { Config } from "../../config/schema.ts";
import type {
  ReadingWindow,
  RosterIdentity,
  RosterReading,
  RosterShift,
} from "../../rosters/port.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  allRecords,
  deleteRecords,
  getRecords,
} from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import {
  type DeclaredShift,
  declaredShifts,
} from "../../slack/records/declared_shifts.ts";
import { type Execution, nowOf } from "../execution.ts";
import { retryIfLimited } from "../lock/continuation.ts";
import { DECLARED } from "./records.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../time.ts";

/** A day ends later elsewhere: more than the largest difference between zones. */
const ZONE_MARGIN_SECONDS = 2 * SECONDS_PER_DAY;

/** What people declared. */
export interface DeclaredReading extends RosterReading {
  /**
   * When to read again for what starts beyond the window (Unix seconds); `null` if
   * nothing does. No poll would notice: it compares the rosters alone.
   */
  readAgainAt: number | null;
  /** Whether all could be read: what was declared, and who had opted in for it. */
  isComplete: boolean;
}

/**
 * Reads what people declared, like any other source. Each record is a schedule of
 * its own, so that one that does not parse leaves only its person as they are. If
 * the datastore cannot be read, all people with a declared shift stay as they are.
 */
export async function readDeclared(
  execution: Execution,
): Promise<DeclaredReading> {
  const { client, config } = execution;
  const since = nowOf(execution);
  const until = since + config.limits.roster_hours * SECONDS_PER_HOUR;
  const window = { since, until };
  try {
    const { records, broken } = await allRecords(client, declaredShifts);
    const isComplete = await deleteUnallowed(execution, records);
    return {
      shifts: [...records.values()]
        .filter((shift) => concerns(shift, window))
        .map(shiftOf),
      unreadable: broken.map(({ id, reason }) => ({
        source: DECLARED,
        schedule: id,
        reason: `record ${id} of declared_shifts does not parse: ${reason}`,
      })),
      rejected: [],
      schedules: [],
      readAgainAt: readAgainAt(records.values(), window, config),
      isComplete,
    };
  } catch (thrown) {
    await retryIfLimited(execution, thrown);
    const { message } = asFailure(thrown, "reading what people declared");
    const unreadable = { source: DECLARED, schedule: null, reason: message };
    return {
      shifts: [],
      unreadable: [unreadable],
      rejected: [],
      schedules: [],
      readAgainAt: null,
      isComplete: false,
    };
  }
}

/**
 * Deletes what people declared in a minute in which Slack allowed no call to see
 * that they had not opted in: else it would show when they do, hours later.
 *
 * @param records What was declared; what is deleted is removed from it.
 * @returns whether it is done. If not, a later run does it.
 */
async function deleteUnallowed(
  { client }: Execution,
  records: Map<string, DeclaredShift>,
): Promise<boolean> {
  const unconfirmed = [...records.values()].filter(({ unconfirmed }) =>
    unconfirmed
  );
  if (unconfirmed.length === 0) return true;
  try {
    const people = unconfirmed.flatMap(({ person }) => person ?? []);
    const found = await getRecords(client, consents, people);
    const unread = new Set(found.broken.map(({ id }) => id));
    const refused = unconfirmed.filter(({ person, state }) =>
      person !== null && !unread.has(person) &&
      !allows(found.records.get(person) ?? null, state)
    ).map(({ id }) => id);
    const left = await deleteRecords(client, declaredShifts, refused);
    for (const id of refused) records.delete(id);
    return left.size === 0;
  } catch (thrown) {
    const { message } = asFailure(thrown, "reading who opted in");
    console.warn(message);
    return false;
  }
}

/** Before the first shift beyond the window begins, in time to book its handoff. */
function readAgainAt(
  shifts: Iterable<DeclaredShift>,
  { since, until }: ReadingWindow,
  { handoffs }: Config,
): number | null {
  const leadSeconds =
    Math.min(handoffs.hours * SECONDS_PER_HOUR, until - since) /
    2;
  let first = Infinity;
  for (const shift of shifts) {
    const { start, end } = shift;
    const begins = earliestStart(shift);
    const comes = end === null || end > start;
    if (comes && begins >= until) first = Math.min(first, begins);
  }
  return first === Infinity ? null : Math.floor(first - leadSeconds);
}

/** Days begin earlier elsewhere. */
function earliestStart(
  { start, days }: Pick<DeclaredShift, "start" | "days">,
): number {
  return days === null ? start : start - ZONE_MARGIN_SECONDS;
}

function concerns(
  shift: DeclaredShift,
  { since, until }: ReadingWindow,
): boolean {
  const { start, end, days } = shift;
  const late = days === null ? 0 : ZONE_MARGIN_SECONDS;
  return earliestStart(shift) < until &&
    (end === null || end > start && end + late > since);
}

function shiftOf(
  { id, start, end, days, ...shift }: DeclaredShift,
): RosterShift {
  const { state, label } = shift;
  const whole = days?.until
    ? { days: { from: days.from, until: days.until } }
    : {};
  return {
    identity: identityOf(shift),
    state,
    start,
    end,
    source: DECLARED,
    schedule: id,
    label,
    level: 1,
    ...whole,
  };
}

function identityOf(
  { person, group }: Pick<DeclaredShift, "person" | "group">,
): RosterIdentity {
  if (person !== null) {
    const key = `slack:${person}`;
    return { key, slackId: person, email: null, name: person };
  }
  return { key: `group:${group}`, group: group!, email: null, name: group! };
}
