import { isInDoubt, type PartView, type Phase, type Relation } from "./part.ts";

/** What to do at first sight, before the person's own value is known. */
export type TableDecision =
  | "noop"
  | "drop"
  | "rebase"
  | "check"
  | "start"
  | "change"
  | "renew"
  | "end";

type Situation = "none" | Exclude<Phase, "intent" | "restoring">;

type Desired = "absent" | "unknown" | Relation;

/** The decision table. Everything but `noop`, `drop` and `rebase` takes a read. */
const DECISION_TABLE: Readonly<
  Record<Situation, Record<Desired, TableDecision>>
> = {
  none: {
    absent: "noop",
    unknown: "noop",
    same: "start",
    renew: "start",
    regrouped: "start",
    changed: "start",
    other_shift: "start",
  },
  held: {
    absent: "end",
    unknown: "noop",
    same: "noop",
    renew: "renew",
    regrouped: "rebase",
    changed: "change",
    other_shift: "change",
  },
  yielded: {
    absent: "drop",
    unknown: "noop",
    same: "noop",
    renew: "noop",
    regrouped: "rebase",
    changed: "noop",
    other_shift: "start",
  },
  skipped: {
    absent: "drop",
    unknown: "noop",
    same: "noop",
    renew: "noop",
    regrouped: "rebase",
    changed: "noop",
    other_shift: "start",
  },
  deferred: {
    absent: "drop",
    unknown: "noop",
    same: "start",
    renew: "start",
    regrouped: "start",
    changed: "start",
    other_shift: "start",
  },
};

/** Whether the person's own value must be read to decide. */
export function needsRead<V>(
  view: Omit<PartView<V>, "read" | "resolveConflict">,
): boolean {
  if (isInDoubt(view.part)) return true;
  const look = decisionFor(view);
  return look !== "noop" && look !== "drop" && look !== "rebase";
}

/** The rule that the table gives; a part in doubt must be settled first. */
export function decisionFor<V>(
  view: Omit<PartView<V>, "read" | "resolveConflict">,
): TableDecision {
  const situation = (view.part?.phase ?? "none") as Situation;
  const desired = view.want.kind === "present"
    ? view.want.relation
    : view.want.kind;
  if (situation === "held" && desired === "same" && view.resume) return "check";
  const looksAgain = situation === "skipped" && view.retrySkipped ||
    situation === "yielded" && view.resume;
  if (looksAgain && view.want.kind === "present") return "start";
  return DECISION_TABLE[situation][desired];
}
