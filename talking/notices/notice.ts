/** What one notice says. Times are Unix seconds. */
import type { NotificationName } from "../notifications.ts";
import type { Schedule } from "../schedule.ts";
import { digestOf } from "./digest.ts";
import type { AssignedTime, OnCallPerson } from "./schedule_state.ts";

/** The notifications that are computed from rosters and from the clock. */
export type NoticeName = Exclude<
  NotificationName,
  "SwapRequested" | "SwapTaken" | "RosterUnreadable" | "StatusDeferred"
>;

/** Lines of a message. The rest is counted. */
export const MOST_TOLD = 10;

/** Somebody, or no one, and a time. */
export interface Assignment {
  /** `null`: no one is on call. */
  who: OnCallPerson | null;
  start: number;
  /** `null` if no end is known. */
  end: number | null;
}

export interface Notice extends Assignment {
  /** The same whenever the same is found again, until it was told. */
  id: string;
  name: NoticeName;
  schedule: Schedule;
  /** The level that it is about; `null` for the whole schedule. */
  level: number | null;
  /**
   * What it was before: of AssignmentMoved and AssignmentSwapped whose time it was,
   * of Handoff who leaves.
   */
  was: Assignment | null;
  /** Of AssignmentMoved: the shift was under way and is not there any more. `end` is when that was seen. */
  isCutShort?: true;
  /** Of WeeklySummary: who is on call, in order. */
  times?: readonly AssignedTime[];
}

type Said = Omit<Notice, "id">;

/** What an id needs to know beyond what is said. */
interface Found {
  /** Tells a change from the same one made again later. */
  revision?: number;
  /** An end from here on is not compared, so it may read otherwise next time. */
  until?: number;
  /** A start or an end that says when it was found, and nothing of the roster. */
  foundAt?: number;
}

/**
 * Gives a notice its id. It is made of what the notice says and never of when it is
 * found, so a run that does not get to the end and the next one find the same.
 * Names are not in it: they may change in between.
 */
export function withId(
  said: Said,
  { revision = 0, until = Infinity, foundAt }: Found = {},
): Notice {
  const { name, schedule, level, who, was } = said;
  const instant = (at: number) => at === foundAt ? "found" : at;
  const endKey = (end: number | null) =>
    (end ?? Infinity) >= until ? "open" : end === null ? null : instant(end);
  const parts = [
    ...[name, schedule.source, schedule.schedule, level, revision],
    ...[who?.identity ?? null, instant(said.start), endKey(said.end)],
    ...(was === null
      ? []
      : [was.who?.identity ?? null, was.start, endKey(was.end)]),
  ];
  return { id: digestOf(JSON.stringify(parts)), ...said };
}

/**
 * Gives an id to a notice that the clock brings: of who it is about and when that
 * begins. How long it lasts may change before it is told.
 */
export function withClockId(said: Said, ...more: readonly number[]): Notice {
  const { name, schedule, level, who, start, was } = said;
  const parts = [
    ...[name, schedule.source, schedule.schedule, level, who?.identity ?? null],
    ...[start, was?.who?.identity ?? null, ...more],
  ];
  return { id: digestOf(JSON.stringify(parts)), ...said };
}

/** In order of time, then of schedules, so that a message reads from top to bottom. */
export function inOrder(notices: readonly Notice[]): Notice[] {
  return notices.toSorted((a, b) =>
    a.start - b.start || compared(a.schedule.name, b.schedule.name) ||
    (a.level ?? 0) - (b.level ?? 0) || compared(a.id, b.id)
  );
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
