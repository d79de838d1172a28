import type { ConflictPolicy, PartKind } from "./part.ts";

/** What every member can see of a person. */
export type Presence = "active" | "away";

/** What Slack tells a person's own token about them; what it leaves out is left out. */
export interface OwnPresence {
  presence: Presence;
  /** Whether a Slack client of theirs is connected. */
  online?: boolean;
  /** Whether Slack shows them away because they did nothing for ten minutes. */
  auto_away?: boolean;
  /** Whether they set themselves away. */
  manual_away?: boolean;
  /** Clients that are connected. */
  connection_count?: number;
  /** Unix seconds; left out while no client is connected. */
  last_activity?: number;
}

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
