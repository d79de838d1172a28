import type { Action } from "./part.ts";
import type { PartName } from "./claim.ts";

/** One planned step for one person, readable: before, after and why. */
export interface Change {
  /** Slack user id. */
  person: string;
  name: string;
  part: PartName;
  state: string;
  action: Action;
  reason: string;
  /** As a person reads it; `null` when nothing is written. */
  before: string | null;
  after: string | null;
}

/** Gives back before taking, then by person and part: the order never depends on the reading. */
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

export function sortChanges<C extends Change>(changes: C[]): C[] {
  return [...changes].sort((a, b) =>
    ORDER[a.action] - ORDER[b.action] ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) ||
    (a.person < b.person ? -1 : a.person > b.person ? 1 : 0) ||
    (a.part < b.part ? -1 : a.part > b.part ? 1 : 0)
  );
}

/** The plan as lines that read like a diff. */
export function printPlan(changes: Change[]): string[] {
  return sortChanges(changes).flatMap((change) => {
    const head =
      `${change.name} ${change.part}: ${change.action} (${change.reason})`;
    return change.before === null || change.after === null
      ? [head]
      : [head, `- ${change.before}`, `+ ${change.after}`];
  });
}

/**
 * What became of a change:
 * - `done`: written, and on record.
 * - `noted`: only recorded, nothing written.
 * - `failed`: nothing was written; `error` says why.
 * - `postponed`: nothing was written yet; a later run will.
 * - `unknown`: written without an answer; a later run finds out.
 * - `planned`: in preview; nothing is written.
 */
export type Outcome =
  | "done"
  | "noted"
  | "failed"
  | "postponed"
  | "unknown"
  | "planned";

export interface Result extends Change {
  outcome: Outcome;
  error: string | null;
  /** Whether it may work by itself later; a failure of kind `person` takes the person. */
  passing: boolean;
  /** Whose token served: the person's own, theirs from the environment, or an admin's. */
  path: "own" | "env" | "admin" | null;
}

/** What is wrong with nobody in particular: a source, a record, the app itself. */
export interface Problem {
  about: string;
  reason: string;
  /** Whether it is listed once a day, with all of its kind, for as long as it lasts. */
  daily?: true;
}

/** What one step of a run leaves for the report. */
export interface StepReport {
  results: Result[];
  problems: Problem[];
}

/** What is reported once for as long as it lasts: who, what and why. */
export function lastingKey(result: Result): string | null {
  const { person, part, state, outcome, action, after } = result;
  if (outcome === "planned") {
    // A snooze is a lease, which ends later each time it is planned.
    const what = part === "dnd" ? state : after;
    return `${person} ${part} planned ${action} ${what}`;
  }
  const lasting = outcome === "failed" || action === "noop";
  return lasting ? `${person} ${part} ${result.error ?? result.reason}` : null;
}

/** One write to one part of a person's presence, as the audit log keeps it. */
export interface AuditEntry {
  /** Names the write: told twice, it is one entry. */
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
   * The exact values as JSON: a status `{text, emoji, expiration}`, a snooze
   * `{until_seconds, indefinite}`, presence `true` for away. Empty once the person has
   * opted out.
   */
  before: string;
  after: string;
  /** `unknown`: Slack did not answer, and what a human, or time, did since hides what became of it. */
  outcome: "done" | "unknown";
  path: "own" | "env" | "admin" | "";
  run: string;
  execution: string;
  /** Unix seconds. */
  expires_at: number;
}
