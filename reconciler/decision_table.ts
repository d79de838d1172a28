import { isInDoubt, type Phase } from "./claim.ts";
import type { PartView, Relation } from "./part_view.ts";

/** What to do at first sight, before the person's own value is known. */
export type FirstLook =
  | "leave"
  | "forget"
  | "follow"
  | "check"
  | "start"
  | "change"
  | "renew"
  | "end";

type Situation = "none" | Exclude<Phase, "intent" | "restoring">;

type Wish = "off" | "unknown" | Relation;

/** The decision table. Everything but `leave`, `forget` and `follow` takes a read. */
const FIRST_LOOK: Readonly<Record<Situation, Record<Wish, FirstLook>>> = {
  none: {
    off: "leave",
    unknown: "leave",
    same: "start",
    renew: "start",
    regrouped: "start",
    changed: "start",
    other_shift: "start",
  },
  held: {
    off: "end",
    unknown: "leave",
    same: "leave",
    renew: "renew",
    regrouped: "follow",
    changed: "change",
    other_shift: "change",
  },
  yielded: {
    off: "forget",
    unknown: "leave",
    same: "leave",
    renew: "leave",
    regrouped: "follow",
    changed: "leave",
    other_shift: "start",
  },
  skipped: {
    off: "forget",
    unknown: "leave",
    same: "leave",
    renew: "leave",
    regrouped: "follow",
    changed: "leave",
    other_shift: "start",
  },
  deferred: {
    off: "forget",
    unknown: "leave",
    same: "start",
    renew: "start",
    regrouped: "start",
    changed: "start",
    other_shift: "start",
  },
};

/** Whether the person's own value must be read to decide. */
export function needsRead<V>(
  view: Omit<PartView<V>, "read" | "ruleStart">,
): boolean {
  if (isInDoubt(view.part)) return true;
  const look = firstLook(view);
  return look !== "leave" && look !== "forget" && look !== "follow";
}

/** The rule that the table gives; a part in doubt must be settled first. */
export function firstLook<V>(
  view: Omit<PartView<V>, "read" | "ruleStart">,
): FirstLook {
  const situation = (view.part?.phase ?? "none") as Situation;
  const wish = view.want.kind === "on" ? view.want.relation : view.want.kind;
  if (situation === "held" && wish === "same" && view.resume) return "check";
  const looksAgain = situation === "skipped" && view.unskip ||
    situation === "yielded" && view.resume;
  if (looksAgain && view.want.kind === "on") return "start";
  return FIRST_LOOK[situation][wish];
}
