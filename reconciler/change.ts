import type { PartName } from "./claim.ts";
import type { Action } from "./part.ts";

/** One planned change to one person's presence, for people to read. */
export interface Change {
  /** Slack user id. */
  person: string;
  name: string;
  part: PartName;
  state: string;
  action: Action;
  reason: string;
  /** The value as people read it; `null` if nothing is written. */
  before: string | null;
  after: string | null;
}

/** Restores come before starts. */
const ORDER: Readonly<Record<Action, number>> = {
  confirm: 0,
  close: 1,
  restore: 2,
  drop: 3,
  yield: 4,
  skip: 5,
  defer: 6,
  switch: 7,
  renew: 8,
  start: 9,
  rebase: 10,
  noop: 11,
};

/**
 * Sorts by action, then by name, person and part, so that the order never
 * depends on the order of reading.
 *
 * @returns a new array.
 */
export function sortChanges<C extends Change>(changes: C[]): C[] {
  return [...changes].sort((a, b) =>
    ORDER[a.action] - ORDER[b.action] ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) ||
    (a.person < b.person ? -1 : a.person > b.person ? 1 : 0) ||
    (a.part < b.part ? -1 : a.part > b.part ? 1 : 0)
  );
}

/** The parts of a presence as people read them. */
export const PART_TEXTS: Readonly<Record<PartName, string>> = {
  status: "status",
  dnd: "notifications",
  presence: "presence",
};

/**
 * The outcome of a change:
 * - `done`: written, and on record.
 * - `noted`: recorded; nothing to write.
 * - `failed`: nothing was written; `error` says why.
 * - `postponed`: nothing was written yet; a later run does it.
 * - `unknown`: Slack did not answer the write; a later run finds out.
 * - `planned`: in preview; nothing is written.
 */
export type Outcome =
  | "done"
  | "noted"
  | "failed"
  | "postponed"
  | "unknown"
  | "planned";

/** A change and its outcome. */
export interface Result extends Change {
  outcome: Outcome;
  error: string | null;
  /** Whether a later run may succeed without anyone fixing anything. */
  transient: boolean;
  /** Which token was used: the person's own, theirs from the environment, or an admin's. */
  path: "own" | "env" | "admin" | null;
}

/** A problem that concerns no single person: with a source, a record or the app itself. */
export interface Problem {
  about: string;
  reason: string;
  /** What to do, as Slack markup of the app's own. It follows the reason. */
  remedy?: string;
  /** The workflow whose link follows the remedy. */
  link?: string;
  /**
   * Set if it is told when it begins, once a day while it lasts, and when it is over,
   * with any reason. Problems about the same thing are one outage.
   */
  outage?: Outage;
  /** Set if it is reported once a day, together with all others of this kind, while it lasts. */
  daily?: true;
}

/** Something that lasts, and that people wait to see end. */
export interface Outage {
  /** `operator`: it lasts until a person acts; `time`: it may pass by itself. */
  needs: "operator" | "time";
  /** When it last grew (Unix seconds), if that is to be told again. */
  grew_at?: number;
}

/** What one step of a run has to report. */
export interface StepReport {
  results: Result[];
  problems: Problem[];
}

/**
 * The key of a result that lasts, such as a failure. Results with the same key
 * are reported once for as long as they last.
 *
 * @returns who, what and why; `null` if the result does not last.
 */
export function lastingKey(result: Result): string | null {
  const { person, part, state, outcome, action, after } = result;
  if (outcome === "planned") {
    // DND is a lease, which ends later each time it is planned.
    const what = part === "dnd" ? state : after;
    return `${person} ${part} planned ${action} ${what}`;
  }
  const lasting = outcome === "failed" || action === "noop";
  return lasting ? `${person} ${part} ${result.error ?? result.reason}` : null;
}

/** One write to one part of a person's presence, as it is on the audit log. */
export interface AuditEntry {
  /** Id of the write. If two runs record the same write, it stays one entry. */
  id: string;
  /** Slack user id. */
  person: string;
  /** Unix seconds. */
  at: number;
  part: PartName;
  state: string;
  action: Action;
  reason: string;
  /**
   * The exact value as JSON: a status `{text, emoji, expiration}`, DND
   * `{until_seconds, indefinite}`, or `true` for away. Empty after the person
   * has opted out.
   */
  before: string;
  after: string;
  /** `unknown`: Slack did not answer, and a human edit, or an expiry since, hides the outcome. */
  outcome: "done" | "unknown";
  path: "own" | "env" | "admin" | "";
  run: string;
  execution: string;
  /** Unix seconds. */
  expires_at: number;
}
