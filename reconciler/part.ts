/**
 * - `intent`: recorded, being written; the outcome may be unknown.
 * - `held`: ours.
 * - `restoring`: being given back; the outcome may be unknown.
 * - `yielded`: the person changed it; theirs until the shift ends.
 * - `skipped`: left alone for this shift.
 * - `deferred`: theirs for now; ours once it is gone.
 */
export type Phase =
  | "intent"
  | "held"
  | "restoring"
  | "yielded"
  | "skipped"
  | "deferred";

/** One part of a person's presence: status, snooze or manual away. */
export interface Part<V> {
  phase: Phase;
  /** The person's own, to give back. */
  prior: V;
  /** What the last write replaces. Differs from `prior` in a switch of states. */
  before: V;
  /** What the last write asks for. */
  wanted: V;
  /** What Slack returned when we last set ours; `null` until then. */
  applied: V | null;
  /** Names the last write, so that it is on the audit log once, whoever finds out. */
  write?: string;
}

/** Whether the outcome of the part's last write is unknown. */
export function isInDoubt(part: Part<unknown> | null): boolean {
  return part?.phase === "intent" || part?.phase === "restoring";
}

/** Whether the part is ours, or may be: held, or the outcome of its last write is unknown. */
export function isOursOrInDoubt(part: Part<unknown> | null): boolean {
  return part?.phase === "held" || isInDoubt(part);
}

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

/** What is wanted of one part. `value` is what we would set. */
export type PartWant<V> =
  | { kind: "absent"; reason: string }
  | { kind: "unknown"; reason: string }
  | {
    kind: "present";
    value: V;
    reason: string;
    /**
     * How it relates to the claim: the `same`; the same but to `renew`;
     * `regrouped`, which looks the same but is made of other shifts; `changed`
     * in state, text or end; or an `other_shift` altogether.
     */
    relation: Relation;
  };

export type Relation =
  | "same"
  | "renew"
  | "regrouped"
  | "changed"
  | "other_shift";

/** One part of one person, and what was read of it. */
export interface PartView<V> {
  part: Part<V> | null;
  want: PartWant<V>;
  /** `null`: not read. */
  read: { value: V; at: number } | null;
  /** What the person's own value means for a start. */
  resolveConflict(current: V): ConflictPolicy;
  /** Whether a skipped part may be looked at again: the person changed their answer. */
  retrySkipped: boolean;
  /**
   * Whether a yielded part is taken up again once it is clear. For that a held
   * one is looked at again and again: nothing tells when a person changes it.
   */
  resume: boolean;
  /** Whether the shift was left to the person before another state came over it: then only a clear part is taken up. */
  onlyIfClear?: boolean;
}
