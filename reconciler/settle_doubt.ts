import type { Part } from "./claim.ts";
import { hasRunOut, oursOf, type PartKind } from "./part_kind.ts";

/** What a write of unknown outcome turned out to be, and the part as it stands. */
export type DoubtResolution<V> =
  | {
    outcome: "done" | "undone";
    part: Part<V> | null;
    /** Whether it only is as if it were so: what the write asked for has come, or gone, by itself since. */
    byItself?: boolean;
  }
  | { outcome: "theirs" };

/** Finds out by what was read what became of a part's last write. */
export function resolveDoubt<V>(
  kind: PartKind<V>,
  part: Part<V>,
  read: { value: V; at: number },
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
  // Judged before `isBefore`, which would say the same of an empty one: a
  // write that did happen and has run out since must not lose the prior.
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
