/**
 * The phase of one part of a claim:
 * - `intent`: on record and being written; the outcome may be unknown.
 * - `held`: ours.
 * - `restoring`: being restored; the outcome may be unknown.
 * - `yielded`: the person changed it; theirs until the shift ends.
 * - `skipped`: left alone for this shift.
 * - `deferred`: theirs for now; ours once theirs is gone.
 */
export type Phase =
  | "intent"
  | "held"
  | "restoring"
  | "yielded"
  | "skipped"
  | "deferred";

/** One part of a person's presence as a claim records it: status, DND or away. */
export interface Part<V> {
  phase: Phase;
  /** The person's own value, to restore. */
  prior: V;
  /** What the last write replaces. Differs from `prior` after a switch of states. */
  before: V;
  /** What the last write asks for. */
  wanted: V;
  /** What Slack returned when we last set ours; `null` before that. */
  applied: V | null;
  /** Id of the last write, so that the audit log has it once, even if two runs find out its outcome. */
  write?: string;
}

/** Whether the outcome of the part's last write is unknown. */
export function isInDoubt(part: Part<unknown> | null): boolean {
  return part?.phase === "intent" || part?.phase === "restoring";
}

/** Whether the part is ours, or may be because its last write is in doubt. */
export function isOursOrInDoubt(part: Part<unknown> | null): boolean {
  return part?.phase === "held" || isInDoubt(part);
}

/** @returns the value that is ours on this part: as Slack returned it, or else as we asked for it. */
export function oursOf<V>(part: Part<V>): V {
  return part.applied ?? part.wanted;
}

/** What differs between status, DND and presence. `at` is when the value was **read** (Unix seconds). */
export interface PartKind<V> {
  /** The value of a person who has set nothing. */
  readonly nothing: V;
  isSame(a: V, b: V): boolean;
  /** What a value has become by `at` if nobody touched it. */
  valueAt(value: V, at: number): V;
  /** What to restore of the prior value at `at`. */
  valueToRestore(prior: V, at: number): V;
  /** Whether the current value shows that an unconfirmed write of ours happened. */
  isAsIntended(current: V, wanted: V): boolean;
  /** The value for people: `:pager: On call`, `away`, `notifications off until …`. */
  describe(value: V): string;
}

/**
 * Whether our value ended by itself (Slack's reset) instead of by a human's edit.
 *
 * @param at When `current` was read (Unix seconds).
 */
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

/** What is wanted of one part. `value` is what we would set. */
export type PartWant<V> =
  | { kind: "absent"; reason: string }
  | { kind: "unknown"; reason: string }
  | { kind: "present"; value: V; reason: string; relation: Relation };

/**
 * How what is wanted relates to the claim:
 * - `same`: the same.
 * - `renew`: the same, and its lease is due for renewal.
 * - `regrouped`: looks the same, but is joined of other shifts.
 * - `changed`: another state, text or end.
 * - `other_shift`: a shift that the claim does not stand for.
 */
export type Relation =
  | "same"
  | "renew"
  | "regrouped"
  | "changed"
  | "other_shift";

/** Whether a value of the person's own keeps ours from starting. */
export type ConflictPolicy =
  | { action: "start" }
  | { action: "skip" | "defer" | "noop"; reason: string };

/** Everything that `decide` needs to know of one part of one person. */
export interface PartView<V> {
  part: Part<V> | null;
  want: PartWant<V>;
  /** The person's current value and when it was read (Unix seconds); `null` if not read. */
  read: { value: V; at: number } | null;
  /** What a value of the person's own means for a start. */
  resolveConflict(current: V): ConflictPolicy;
  /** Whether a skipped part is tried again, because the person changed their answer. */
  retrySkipped: boolean;
  /**
   * Whether a yielded part starts again once it is clear. A held part is then
   * checked at every poll, because nothing else tells of a manual change.
   */
  resume: boolean;
  /** Whether the shift was yielded before another state came over it. It then starts only if the part is clear. */
  onlyIfClear?: boolean;
}

/**
 * What a decision does to one part:
 * - `start`, `switch`, `renew`: write our value.
 * - `restore`: write the person's own value.
 * - `close`: end a claim without a write, because their own value is back already.
 * - `yield`: leave the part to the person, who changed it.
 * - `skip`, `defer`: leave the part to the person, who had set it before.
 * - `drop`: remove from the claim what was not ours.
 * - `confirm`: record the outcome of a write that was in doubt.
 * - `rebase`: record which shifts the claim is now joined of.
 * - `noop`: nothing.
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
