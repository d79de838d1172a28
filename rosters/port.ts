import type { Rejected, Unreadable } from "../reconciler/shift.ts";

/** Somebody on a roster, as the source names them. */
export interface RosterIdentity {
  /** The source's own id of the person, prefixed: `pagerduty:PXPGF42`. */
  key: string;
  /** Lower-case, or `null` when the source gives none. */
  email: string | null;
  name: string;
  /** The Slack user id, where the source knows it. */
  slack_id?: string;
  /** The id of a Slack user group whose every member is meant: `S0123456789`. */
  group?: string;
}

/** Whole days, in whatever zone the person lives. */
export interface Days {
  /** The first day, `2026-03-02`. */
  from: string;
  /** The day after the last one. */
  until: string;
}

/** A shift as a source gives it: the person not yet mapped to Slack. Times are Unix seconds. */
export interface RosterShift {
  identity: RosterIdentity;
  state: string;
  /** 0 when it has always been so. */
  start: number;
  /** `null` when no end is known or it lies at or past the window's end. */
  end: number | null;
  source: string;
  /** The source's own id of the schedule. */
  schedule: string;
  label: string;
  /** 1 is called first. */
  level: number;
  /**
   * For shifts of whole days. `start` and `end` are then those days in the
   * configured zone, until the person's own is known.
   */
  days?: Days;
}

/** A schedule that was read, by the name its source gives it. */
export interface NamedSchedule {
  source: string;
  /** The source's own id of it. */
  schedule: string;
  name: string;
}

/** Unix seconds, both. */
export interface ReadingWindow {
  since: number;
  until: number;
}

/**
 * What one source gave. `unreadable` may name single schedules: their shifts
 * are unknown, not absent, while those of the others count.
 */
export interface RosterReading {
  shifts: RosterShift[];
  unreadable: Unreadable[];
  rejected: Rejected[];
  /** The schedules that were read, also those that nobody is on. */
  schedules: NamedSchedule[];
}

/** What a source needs of the execution it runs in. */
export interface RosterContext {
  /** The app's settings and secrets, as Slack hands them to a function. */
  env: Record<string, string>;
  /** The zone of whole days whose person's is not known; an IANA name. */
  time_zone: string;
  /** Unix milliseconds; what has not been read by then is unreadable. */
  stop_at: number;
  /** The execution's clock. */
  clock: {
    now(): number;
    sleep(ms: number): Promise<void>;
    deadline(ms: number): AbortSignal;
  };
}

/**
 * One roster system. Reading never throws for what the system did: a source
 * that cannot be read says so in `unreadable`.
 */
export type ReadRoster = (
  window: ReadingWindow,
  context: RosterContext,
) => Promise<RosterReading>;
