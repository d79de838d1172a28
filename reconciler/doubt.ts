import { hasRunOut, oursOf, type Part, type PartKind } from "./part.ts";

/** A current value, and when it was read (Unix seconds). */
export interface Read<V> {
  value: V;
  at: number;
}

/** The outcome of a write that was in doubt, and the part after it. */
export type DoubtResolution<V> =
  | {
    outcome: "done" | "undone";
    part: Part<V> | null;
    /** Whether an expiry since may explain the current value. The outcome then stays unknown. */
    byItself?: boolean;
  }
  | { outcome: "theirs" };

/** Finds the outcome of the last write of a part in doubt from a read. */
export function resolveDoubt<V>(
  kind: PartKind<V>,
  part: Part<V>,
  read: Read<V>,
): DoubtResolution<V> {
  const { value: current, at } = read;
  const isBefore = kind.isSame(current, kind.valueAt(part.before, at));
  const held: Part<V> = { ...part, phase: "held" };
  if (part.phase === "restoring") {
    const runOut = hasRunOut(kind, oursOf(part), current, at);
    if (kind.isSame(current, kind.valueAt(part.wanted, at))) {
      return { outcome: "done", part: null, byItself: runOut };
    }
    const ours = isBefore || runOut;
    return ours ? { outcome: "undone", part: held } : { outcome: "theirs" };
  }
  // Before `isBefore`, which is also true of an empty value: a write that
  // happened and has run out since must not lose the prior.
  if (hasRunOut(kind, part.wanted, current, at)) {
    const applied = part.wanted;
    return { outcome: "done", part: { ...held, applied }, byItself: true };
  }
  if (isBefore) {
    const { applied } = part;
    const kept = applied === null ? null : { ...held, wanted: applied };
    return { outcome: "undone", part: kept };
  }
  return kind.isAsIntended(current, part.wanted)
    ? { outcome: "done", part: { ...held, applied: current } }
    : { outcome: "theirs" };
}
