import type { Part } from "./claim.ts";
import type { ConflictPolicy } from "./part_kind.ts";

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
