import type { ConflictPolicy, PartKind } from "./part.ts";

/** The value is `manual_away`: whether the person is shown as away by choice. */
export const presenceKind: PartKind<boolean> = {
  nothing: false,
  isSame: (a, b) => a === b,
  valueAt: (value) => value,
  valueToRestore: (prior) => prior,
  isAsIntended: (current, wanted) => current === wanted,
  describe: (away) => away ? "away" : "active",
};

/** Somebody who is away already stays so, before and after. */
export function resolvePresenceConflict(): ConflictPolicy {
  return { action: "skip", reason: "away already" };
}
