import type { ConflictPolicy, PartKind } from "./part.ts";

/** The value is Slack's `manual_away`: whether the person chose to be shown as away. */
export const presenceKind: PartKind<boolean> = {
  nothing: false,
  isSame: (a, b) => a === b,
  valueAt: (value) => value,
  valueToRestore: (prior) => prior,
  substituteFor: () => false,
  isAsIntended: (current, wanted) => current === wanted,
  describe: (away) => away ? "away" : "active",
};

/** A person who is already away stays away, during the shift and after it. */
export function resolvePresenceConflict(): ConflictPolicy {
  return { action: "skip", reason: "already away" };
}
