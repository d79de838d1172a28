import { isInDoubt, type PartView, type Phase, type Relation } from "./part.ts";

/** What to do about a part before its current value has been read. */
export type TableDecision =
  | "noop"
  | "drop"
  | "rebase"
  | "check"
  | "start"
  | "change"
  | "renew"
  | "end";

/** The part on record; `none` if the claim has none. */
type Situation = "none" | Exclude<Phase, "intent" | "restoring">;

/** What is wanted: nothing, nothing for now, something unknown, or something that relates so to the claim. */
type Desired = "absent" | "paused" | "unknown" | Relation;

/**
 * The decision table: what is on record (rows) by what is desired (columns).
 *
 *              absent   paused   unknown  same     renew    regrouped  changed  other_shift
 *   ---------+--------+--------+--------+--------+--------+----------+--------+------------
 *   none     | noop   | noop   | noop   | start  | start  | start    | start  | start
 *   held     | end    | end    | noop   | noop ¹ | renew  | rebase ¹ | change | change
 *   yielded  | drop   | noop   | noop   | noop ² | noop ² | rebase ² | noop ² | start
 *   skipped  | drop   | noop   | noop   | noop ³ | noop ³ | rebase ³ | noop ³ | start
 *   deferred | drop   | drop   | noop   | start  | start  | start    | start  | start
 *
 *   ¹ `check` if the person chose *resume*, or another shift's value was carried
 *     over: nothing else shows a manual change.
 *   ² `start` if the person chose *resume*. It then waits until the part is clear.
 *   ³ `start` if the person changed their answer from *skip*.
 *
 * `noop`, `drop` and `rebase` need no read of the current value; all others do.
 * A part in doubt (`intent`, `restoring`) is not in the table: `decide` finds
 * the outcome of its last write first.
 */
const DECISION_TABLE: Readonly<
  Record<Situation, Record<Desired, TableDecision>>
> = {
  none: {
    absent: "noop",
    paused: "noop",
    unknown: "noop",
    same: "start",
    renew: "start",
    regrouped: "start",
    changed: "start",
    other_shift: "start",
  },
  held: {
    absent: "end",
    paused: "end",
    unknown: "noop",
    same: "noop",
    renew: "renew",
    regrouped: "rebase",
    changed: "change",
    other_shift: "change",
  },
  yielded: {
    absent: "drop",
    paused: "noop",
    unknown: "noop",
    same: "noop",
    renew: "noop",
    regrouped: "rebase",
    changed: "noop",
    other_shift: "start",
  },
  skipped: {
    absent: "drop",
    paused: "noop",
    unknown: "noop",
    same: "noop",
    renew: "noop",
    regrouped: "rebase",
    changed: "noop",
    other_shift: "start",
  },
  deferred: {
    absent: "drop",
    paused: "drop",
    unknown: "noop",
    same: "start",
    renew: "start",
    regrouped: "start",
    changed: "start",
    other_shift: "start",
  },
};

/** A part and what is wanted of it, before anything is read. */
export type UnreadView<V> = Omit<PartView<V>, "read" | "resolveConflict">;

/**
 * Looks a part up in the decision table.
 *
 * @param view Not in doubt.
 */
export function decisionFor<V>(view: UnreadView<V>): TableDecision {
  const { part, want, resume, retrySkipped } = view;
  const situation = (part?.phase ?? "none") as Situation;
  const desired = want.kind === "present" ? want.relation : want.kind;
  const isSame = desired === "same" || desired === "regrouped";
  const isUnsure = resume || part?.carried === true;
  if (situation === "held" && isSame && isUnsure) return "check";
  const tryAgain = situation === "skipped" && retrySkipped ||
    situation === "yielded" && resume;
  if (tryAgain && want.kind === "present") return "start";
  return DECISION_TABLE[situation][desired];
}

/** Whether deciding takes a read of the person's current value. */
export function needsRead<V>(view: UnreadView<V>): boolean {
  if (isInDoubt(view.part)) return true;
  const decision = decisionFor(view);
  return decision !== "noop" && decision !== "drop" && decision !== "rebase";
}
