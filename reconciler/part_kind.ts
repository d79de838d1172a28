import type { Part } from "./claim.ts";

/**
 * What a decision does to one part of a person's presence. `close` ends a
 * claim with nothing to write, `drop` one that never was ours, `confirm`
 * records what an unknown outcome turned out to be, `rebase` of which shifts the
 * one is made that it stands for.
 */
export type Action =
  | "start"
  | "switch"
  | "renew"
  | "restore"
  | "close"
  | "yield"
  | "skip"
  | "defer"
  | "drop"
  | "confirm"
  | "rebase"
  | "noop";

/** How a person's own value bars ours at the start, or that it does not. */
export type ConflictPolicy =
  | { action: "start" }
  | { action: "skip" | "defer" | "noop"; reason: string };

/**
 * What differs between status, snooze and presence. All instants are Unix
 * seconds of the **read**, never of the decision.
 */
export interface PartKind<V> {
  readonly nothing: V;
  isSame(a: V, b: V): boolean;
  /** What a value becomes by itself. */
  valueAt(value: V, at: number): V;
  /** What of the prior to give back. */
  valueToRestore(prior: V, at: number): V;
  /** Whether an unconfirmed write of ours did happen. */
  isAsIntended(current: V, wanted: V): boolean;
  /** How the value reads to a person: `:pager: On call`, `away`, `snoozed until …`. */
  describe(value: V): string;
}

/** Whether what we set is gone by itself: Slack's reset, not a human's edit. */
export function hasRunOut<V>(
  kind: PartKind<V>,
  ours: V,
  current: V,
  at: number,
): boolean {
  return kind.isSame(current, kind.nothing) &&
    kind.isSame(kind.valueAt(ours, at), kind.nothing) &&
    !kind.isSame(ours, kind.nothing);
}

/** The value that is ours on this part: as Slack returned it, else as asked for. */
export function oursOf<V>(part: Part<V>): V {
  return part.applied ?? part.wanted;
}
