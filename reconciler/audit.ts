import type { Action } from "./part_kind.ts";
import type { PartName } from "./plan_part.ts";

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
