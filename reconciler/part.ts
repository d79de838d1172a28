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
  /** Set if it was ours in another shift, and has not been read since the claim's shift began. */
  carried?: true;
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
  /** What the value is at `at` unless someone changed it: it may have expired. */
  valueAt(value: V, at: number): V;
  /** What to restore of the prior value at `at`. */
  valueToRestore(prior: V, at: number): V;
  /**
   * What to restore in place of a value that Slack refuses for good.
   *
   * @param error Slack's reason: `invalid_emoji_not_allowed`, `too_long`.
   */
  substituteFor(value: V, error: string): V;
  /** Whether the current value shows that an unconfirmed write of ours happened. */
  isAsIntended(current: V, wanted: V): boolean;
  /** The value as people read it: `:pager: On call`, `away`, `off until …`. */
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

/**
 * What is wanted of one part. `value` is what we would set. `paused`: the shift
 * goes on, but for now the person keeps their own value.
 */
export type PartWant<V> =
  | { kind: "absent"; reason: string }
  | { kind: "paused"; reason: string }
  | { kind: "unknown"; reason: string }
  | { kind: "present"; value: V; reason: string; relation: Relation };

/**
 * How what is wanted relates to the claim:
 * - `same`: the same.
 * - `renew`: the same, and its lease is due for renewal.
 * - `regrouped`: the same text and end, but joined from other shifts.
 * - `changed`: another state, text or end.
 * - `other_shift`: a shift that the claim is not for.
 */
export type Relation =
  | "same"
  | "renew"
  | "regrouped"
  | "changed"
  | "other_shift";

/** What to do at a start if the person has set a value themselves. */
export type ConflictPolicy =
  | { action: "start" }
  | { action: "skip" | "defer" | "noop"; reason: string };

/** How Slack refused what was to be restored. */
export interface Refusal {
  count: number;
  /** The last error. */
  error: string;
}

/** Everything that `decide` needs to know of one part of one person. */
export interface PartView<V> {
  part: Part<V> | null;
  want: PartWant<V>;
  /** The person's current value and when it was read (Unix seconds); `null` if not read. */
  read: { value: V; at: number } | null;
  /** What to do at a start if the person has set this value. */
  resolveConflict(current: V): ConflictPolicy;
  /** Whether a skipped part is tried again, because the person changed their answer. */
  retrySkipped: boolean;
  /**
   * Whether a yielded part starts again once it is clear. A held part is then
   * checked at every poll, because nothing else shows a manual change.
   */
  resume: boolean;
  /** Whether the wanted shift is of the claim's state and follows the claim's shift without a gap. */
  followsOn?: boolean;
  /** Whether the shift was yielded before another state replaced it. It then starts only if the part is clear. */
  onlyIfClear?: boolean;
  /** Set if Slack refused what was to be restored, because of the value itself. */
  refusal?: Refusal | undefined;
}

/**
 * What a decision does to one part:
 * - `start`, `switch`, `renew`: write our value.
 * - `restore`: write the person's own value.
 * - `close`: end without a write, because the person's own value is already there.
 * - `yield`: leave the part to the person, who changed it.
 * - `skip`, `defer`: leave the part to the person, who had set it before the shift.
 * - `drop`: remove from the claim what was not ours.
 * - `confirm`: record the outcome of a write that was in doubt.
 * - `rebase`: record the shifts that the claim is now joined from.
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
