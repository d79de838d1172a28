/** Who is on call on one schedule within a time that was read. Times are Unix seconds. */
import { endOf, type Interval, LONGEST_GAP_SECONDS } from "../../intervals.ts";
import { spanOf, union } from "./spans.ts";

/** Somebody on a schedule. */
export interface OnCallPerson {
  /**
   * As the source names them: `pagerduty:PXPGF42`. It stays the same when they are
   * found in Slack.
   */
  identity: string;
  name: string;
}

/** A person's time on one level. */
export interface AssignedTime extends OnCallPerson, Interval {
  level: number;
}

/** The time of which a reading knows who is on call. */
export interface Window {
  from: number;
  until: number;
}

export interface ScheduleState extends Window {
  /** How many times changes were told before this was known. */
  revision: number;
  /** Of each person and level, times that do not touch. In order of their starts. */
  times: readonly AssignedTime[];
  /**
   * People whose shifts could not be read lately: until when they are known, by
   * identity. It is before `until`.
   */
  behind: Readonly<Record<string, number>>;
}

/**
 * The state of one schedule as it was read. Shifts of a person on one level that
 * touch are one time, and those a minute apart, so that it does not matter how a
 * roster cuts them. Shifts that reach out of the window are kept whole.
 */
export function stateOf(
  shifts: readonly AssignedTime[],
  { from, until }: Window,
): ScheduleState {
  const times = [...groupedByPerson(shifts).values()].flatMap(joined)
    .filter((time) => time.start < until && endOf(time) > from)
    .sort(byStart);
  return { revision: 0, from, until, times, behind: {} };
}

/** @returns shifts by level and identity. */
function groupedByPerson(
  shifts: readonly AssignedTime[],
): Map<string, AssignedTime[]> {
  const groups = new Map<string, AssignedTime[]>();
  for (const shift of shifts) {
    const key = `${shift.level} ${shift.identity}`;
    const known = groups.get(key);
    if (known) known.push(shift);
    else groups.set(key, [shift]);
  }
  return groups;
}

function joined(own: readonly AssignedTime[]): AssignedTime[] {
  const [{ identity, name, level }] = own as [AssignedTime];
  return union(own.map(spanOf), LONGEST_GAP_SECONDS).map(({ start, end }) => ({
    identity,
    name,
    level,
    start,
    end: end === Infinity ? null : end,
  }));
}

function byStart(a: AssignedTime, b: AssignedTime): number {
  return a.start - b.start || a.level - b.level ||
    (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0);
}
