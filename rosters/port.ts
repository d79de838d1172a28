import type { Rejected, Unreadable } from "../reconciler/shift.ts";
import type { Remedies } from "./remedies.ts";

/** A person on a roster, as the source names them. */
export interface RosterIdentity {
  /** The source's own id of the person, prefixed: `pagerduty:PXPGF42`. */
  key: string;
  /** In lower case; `null` if the source gives none. */
  email: string | null;
  name: string;
  /** The Slack user id, if the source knows it. */
  slackId?: string;
  /** A Slack user group, if the shift is every member's: `S0123456789`. */
  group?: string;
}

/** Whole days, in the zone where the person lives. */
export interface Days {
  /** The first day, `2026-03-02`. */
  from: string;
  /** The day after the last one. */
  until: string;
}

/**
 * A shift as a source gives it, before its person is looked up in Slack. Times
 * are Unix seconds.
 */
export interface RosterShift {
  identity: RosterIdentity;
  /** A state of the configuration, such as `on_call`. */
  state: string;
  /** 0 if it has no start. */
  start: number;
  /** `null` if no end is known, or the end is not before the window's end. */
  end: number | null;
  /** Id of the source in the configuration. */
  source: string;
  /** The source's own id of the schedule. */
  schedule: string;
  /** What people call the schedule. */
  label: string;
  /** Level 1 is called first. */
  level: number;
  /**
   * Set for whole days. `start` and `end` are then those days in the configured
   * zone, until the person's own zone is known.
   */
  days?: Days;
}

/** A schedule that was read, by the name that its source gives it. */
export interface NamedSchedule {
  source: string;
  /** The source's own id of it. */
  schedule: string;
  name: string;
}

/** The time that is read, in Unix seconds. */
export interface ReadingWindow {
  since: number;
  until: number;
}

/** The result of reading one source, or all sources together. */
export interface RosterReading {
  shifts: RosterShift[];
  /**
   * Sources or schedules that could not be read. Their shifts are unknown, not
   * absent; the shifts of the others count.
   */
  unreadable: Unreadable[];
  /** Malformed entries, which were left out. */
  rejected: Rejected[];
  /** The schedules that were read, also those without people on them. */
  schedules: NamedSchedule[];
}

/** What an adapter needs from its execution. */
export interface RosterContext {
  /** The app's settings and secrets, as Slack hands them to a function. */
  env: Record<string, string>;
  /** The zone of whole days if the person's is unknown; an IANA name. */
  timeZone: string;
  /** When reading must end (Unix milliseconds). Schedules not read by then are unreadable. */
  stopAtMs: number;
  /** The last step of remedies; the app's own unless given. */
  remedies?: Remedies;
  /** The execution's clock, in milliseconds. */
  clock: {
    now(): number;
    sleep(ms: number): Promise<void>;
    deadline(ms: number): AbortSignal;
  };
}

/**
 * The port: reads one source of one roster system. It does not reject if the
 * system fails: a source that cannot be read is listed in `unreadable`.
 *
 * @param window The time to read. Shifts that reach into it are given whole.
 * @param context Secrets, the default zone, the clock and the time limit.
 * @returns the shifts within the window, and what could not be read.
 *
 * @example
 * const read: ReadRoster = async ({ since, until }) => {
 *   const shifts = (await load()).filter((shift) =>
 *     shift.start < until && (shift.end ?? Infinity) > since
 *   );
 *   return { shifts, unreadable: [], rejected: [], schedules: [] };
 * };
 */
export type ReadRoster = (
  window: ReadingWindow,
  context: RosterContext,
) => Promise<RosterReading>;
