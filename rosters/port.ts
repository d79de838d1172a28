import type { Rejected, Unreadable } from "../reconciler/shift.ts";

/** Somebody on a roster, as the source names them. */
export interface RosterIdentity {
  /** The source's own id of the person, prefixed: `pagerduty:PXPGF42`. */
  key: string;
  /** Lower-case, or `null` when the source gives none. */
  email: string | null;
  name: string;
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
}

/** What a source needs of the execution it runs in. */
export interface RosterContext {
  /** The app's settings and secrets, as Slack hands them to a function. */
  env: Record<string, string>;
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
