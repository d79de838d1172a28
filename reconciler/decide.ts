import {
  type Action,
  type ConflictPolicy,
  hasRunOut,
  isInDoubt,
  oursOf,
  type Part,
  type PartKind,
  type PartView,
  type PartWant,
} from "./part.ts";
import { decisionFor } from "./decision_table.ts";

/** One planned step: what to record, what to write, and why. */
export interface Decision<V> {
  action: Action;
  reason: string;
  /** The part as it is to be recorded *before* a write, or for good without one. */
  part: Part<V> | null;
  /** Whether the part differs from what is on record. */
  record: boolean;
  /** The value to write, when one is. */
  write: { value: V } | null;
  before: V | null;
  after: V | null;
  /** What became of the part's last write, when that was not known until now. */
  lastWrite?: LastWrite<V>;
}

/**
 * A write of unknown outcome, found out; `unknown` for good where a human's
 * edit, or time itself, hides what became of it.
 */
export interface LastWrite<V> {
  outcome: "done" | "undone" | "unknown";
  /** As it was on record. */
  part: Part<V>;
}

const KEPT = "they changed it: kept";

/**
 * Decides for one part. A part in doubt is settled by what was read, and the
 * table is then applied to what it turned out to be, in the same step.
 *
 * @throws {Error} when a read is needed and none was given.
 */
export function decide<V>(kind: PartKind<V>, view: PartView<V>): Decision<V> {
  if (isInDoubt(view.part)) return decideInDoubt(kind, view);
  const { part, want } = view;
  const look = decisionFor(view);
  if (look === "noop") return withoutWrite("noop", part, want.reason, false);
  if (look === "drop") return withoutWrite("drop", null, want.reason);
  if (look === "rebase") return withoutWrite("rebase", part, want.reason);
  if (!view.read) throw new Error("deciding on this part needs a read");
  switch (look) {
    case "start":
      return decideStart(kind, view, view.read);
    case "end":
      return decideEnd(kind, part!, want.reason, view.read);
    case "check":
      return isStillOurs(kind, part!, view.read)
        ? withoutWrite("noop", part, want.reason, false)
        : withoutWrite("yield", { ...part!, phase: "yielded" }, KEPT);
    case "change":
    case "renew":
      return decideChange(kind, part!, want, look, view.read);
  }
}

function decideInDoubt<V>(kind: PartKind<V>, view: PartView<V>): Decision<V> {
  if (!view.read) throw new Error("deciding on a part in doubt needs a read");
  const settlement = resolveDoubt(kind, view.part!, view.read);
  const hidden = settlement.outcome === "theirs" || settlement.byItself;
  const outcome = hidden ? "unknown" : settlement.outcome;
  const found: LastWrite<V> = { outcome, part: view.part! };
  return { ...decideResolved(kind, view, settlement), lastWrite: found };
}

function decideResolved<V>(
  kind: PartKind<V>,
  view: PartView<V>,
  found: DoubtResolution<V>,
): Decision<V> {
  if (found.outcome === "theirs") {
    if (view.want.kind === "absent") return withoutWrite("yield", null, KEPT);
    return withoutWrite("yield", { ...view.part!, phase: "yielded" }, KEPT);
  }
  const want = found.outcome === "undone" ? askedAgain(view.want) : view.want;
  const decision = decide(kind, { ...view, want, part: found.part });
  return decision.action === "noop"
    ? withoutWrite("confirm", found.part, "outcome of the last write found out")
    : { ...decision, record: true };
}

/** The claim already stands for what was not written, so it must be asked for again. */
function askedAgain<V>(want: PartWant<V>): PartWant<V> {
  return want.kind === "present" && want.relation !== "other_shift"
    ? { ...want, relation: "changed" }
    : want;
}

function decideStart<V>(
  kind: PartKind<V>,
  view: PartView<V>,
  read: { value: V; at: number },
): Decision<V> {
  const { part, want } = view;
  if (want.kind !== "present") throw new Error("nothing is wanted to start");
  const clear = kind.isSame(read.value, kind.nothing);
  const left = view.onlyIfClear ||
    part?.phase === "yielded" && want.relation !== "other_shift";
  if (left && !clear) {
    return withoutWrite("noop", part, "theirs, until it is clear", false);
  }
  const policy: ConflictPolicy = clear
    ? { action: "start" }
    : view.resolveConflict(read.value);
  if (policy.action === "start") {
    return withWrite("start", "intent", want.value, want.reason, {
      prior: read.value,
      applied: null,
    }, read.value);
  }
  if (policy.action === "noop") {
    return withoutWrite("noop", part, policy.reason, false);
  }
  const phase = policy.action === "skip" ? "skipped" : "deferred";
  const kept: Part<V> = {
    phase,
    prior: read.value,
    before: read.value,
    wanted: want.value,
    applied: null,
  };
  const already = part?.phase === phase && want.relation !== "other_shift" &&
    kind.isSame(part.prior, read.value);
  if (!already) return withoutWrite(policy.action, kept, policy.reason);
  return want.relation === "regrouped"
    ? withoutWrite("rebase", kept, policy.reason)
    : withoutWrite("noop", kept, policy.reason, false);
}

function decideChange<V>(
  kind: PartKind<V>,
  part: Part<V>,
  want: PartWant<V>,
  look: "change" | "renew",
  read: { value: V; at: number },
): Decision<V> {
  if (want.kind !== "present") {
    throw new Error("nothing is wanted to change to");
  }
  if (!isStillOurs(kind, part, read)) {
    return withoutWrite("yield", { ...part, phase: "yielded" }, KEPT);
  }
  const action = look === "renew" ? "renew" : "switch";
  return withWrite(action, "intent", want.value, want.reason, part, read.value);
}

function decideEnd<V>(
  kind: PartKind<V>,
  part: Part<V>,
  reason: string,
  read: { value: V; at: number },
): Decision<V> {
  if (!isStillOurs(kind, part, read)) {
    return withoutWrite("yield", null, KEPT);
  }
  const back = kind.valueToRestore(part.prior, read.at);
  if (kind.isSame(read.value, back)) return withoutWrite("close", null, reason);
  return withWrite("restore", "restoring", back, reason, part, read.value);
}

function isStillOurs<V>(
  kind: PartKind<V>,
  part: Part<V>,
  read: { value: V; at: number },
): boolean {
  const ours = oursOf(part);
  return kind.isSame(read.value, ours) ||
    hasRunOut(kind, ours, read.value, read.at);
}

function withWrite<V>(
  action: Action,
  phase: "intent" | "restoring",
  wanted: V,
  reason: string,
  kept: Pick<Part<V>, "prior" | "applied">,
  before: V,
): Decision<V> {
  const { prior, applied } = kept;
  return {
    action,
    reason,
    part: { phase, prior, before, wanted, applied },
    record: true,
    write: { value: wanted },
    before,
    after: wanted,
  };
}

function withoutWrite<V>(
  action: Action,
  part: Part<V> | null,
  reason: string,
  record = true,
): Decision<V> {
  return {
    action,
    reason,
    part,
    record,
    write: null,
    before: null,
    after: null,
  };
}

/** The part once its write has succeeded and Slack returned `returned`. */
export function afterWrite<V>(part: Part<V>, returned: V): Part<V> | null {
  return part.phase === "restoring"
    ? null
    : { ...part, phase: "held", applied: returned };
}

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
