import type { Action } from "./part_kind.ts";
import type { PartName } from "./plan_part.ts";

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
