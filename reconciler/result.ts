import type { Change } from "./change.ts";

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
