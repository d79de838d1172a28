import { decisionFor } from "./decision_table.ts";
import { type DoubtResolution, type Read, resolveDoubt } from "./doubt.ts";
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
import { REASONS } from "./reasons.ts";

/** What to do about one part: what to record, what to write, and why. */
export interface Decision<V> {
  action: Action;
  reason: string;
  /** The part to record: before the write if there is one, else for good. */
  part: Part<V> | null;
  /** Whether the part differs from what is on record. */
  record: boolean;
  /** The value to write; `null` if nothing is written. */
  write: { value: V } | null;
  before: V | null;
  after: V | null;
  /** Set if the part was in doubt: the outcome of its last write. */
  lastWrite?: LastWrite<V>;
  /** Set if the person changed what was ours for the claim's shift, and this decides about another shift. */
  yieldsClaim?: true;
}

/** The outcome of a write that was in doubt. */
export interface LastWrite<V> {
  /** `unknown` if a human edit, or an expiry since, hides the outcome for good. */
  outcome: "done" | "undone" | "unknown";
  /** The part as it was on record. */
  part: Part<V>;
}

/**
 * Decides about one part of one person. For a part in doubt, the read shows the
 * outcome of its last write first. The decision table then applies to the
 * resolved part, in the same step.
 *
 * @throws {Error} if a read is needed (see `needsRead`) and `view.read` is `null`.
 *
 * @example
 * decide(statusKind, { part: null, want, read: { value: EMPTY_STATUS, at }, … })
 * // { action: "start", write: { value: want.value }, part: { phase: "intent", … }, … }
 */
export function decide<V>(kind: PartKind<V>, view: PartView<V>): Decision<V> {
  if (isInDoubt(view.part)) return decideInDoubt(kind, view);
  const { part, want, read } = view;
  const decision = decisionFor(view);
  if (decision === "noop") {
    return withoutWrite("noop", part, want.reason, false);
  }
  if (decision === "drop") return withoutWrite("drop", null, want.reason);
  if (decision === "rebase") return withoutWrite("rebase", part, want.reason);
  if (!read) throw new Error("deciding on this part needs a read");
  switch (decision) {
    case "start":
      return decideStart(kind, view, read);
    case "end":
      return decideEnd(kind, view, read);
    case "check":
      return decideCheck(kind, view, read);
    case "change":
    case "renew":
      return decideChange(kind, view, decision, read);
  }
}

/**
 * The part once its write has succeeded.
 *
 * @param returned The value as Slack returned it.
 * @returns `null` after a restore: nothing of the part is left to record.
 */
export function afterWrite<V>(part: Part<V>, returned: V): Part<V> | null {
  return part.phase === "restoring"
    ? null
    : { ...part, phase: "held", applied: returned };
}

function decideInDoubt<V>(kind: PartKind<V>, view: PartView<V>): Decision<V> {
  if (!view.read) throw new Error("deciding on a part in doubt needs a read");
  const resolution = resolveDoubt(kind, view.part!, view.read);
  const hidden = resolution.outcome === "theirs" || resolution.byItself;
  const outcome = hidden ? "unknown" : resolution.outcome;
  const lastWrite: LastWrite<V> = { outcome, part: view.part! };
  return { ...decideResolved(kind, view, resolution), lastWrite };
}

function decideResolved<V>(
  kind: PartKind<V>,
  view: PartView<V>,
  resolution: DoubtResolution<V>,
): Decision<V> {
  if (resolution.outcome === "theirs") return decideYield(kind, view);
  const { outcome, part } = resolution;
  const want = outcome === "undone" ? wantedAgain(view.want) : view.want;
  const decision = decide(kind, { ...view, want, part });
  return decision.action === "noop"
    ? withoutWrite("confirm", part, "outcome of the last write confirmed")
    : { ...decision, record: true };
}

/** The wanted value was not written, so it must be written again. */
function wantedAgain<V>(want: PartWant<V>): PartWant<V> {
  return want.kind === "present" && want.relation !== "other_shift"
    ? { ...want, relation: "changed" }
    : want;
}

function decideStart<V>(
  kind: PartKind<V>,
  view: PartView<V>,
  read: Read<V>,
): Decision<V> {
  const { part, want } = view;
  if (want.kind !== "present") throw new Error("nothing is wanted to start");
  const clear = kind.isSame(read.value, kind.nothing);
  const yielded = view.onlyIfClear ||
    part?.phase === "yielded" && want.relation !== "other_shift";
  if (yielded && !clear) return untilClear(view);
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

/** The claim moves to the yielded shift, so that it does not stay with one that is over. */
function untilClear<V>({ part, want }: PartView<V>): Decision<V> {
  const reason = REASONS.untilClear;
  const isOther = want.kind === "present" && want.relation === "other_shift";
  return part !== null && isOther
    ? withoutWrite("rebase", { ...part, phase: "yielded" }, reason)
    : withoutWrite("noop", part, reason, false);
}

function decideCheck<V>(
  kind: PartKind<V>,
  view: PartView<V>,
  read: Read<V>,
): Decision<V> {
  const { want } = view;
  const part = view.part!;
  if (!isStillOurs(kind, part, read)) return decideYield(kind, view);
  const { carried, ...own } = part;
  const isRegrouped = want.kind === "present" && want.relation === "regrouped";
  return isRegrouped || carried
    ? withoutWrite("rebase", own, want.reason)
    : withoutWrite("noop", part, want.reason, false);
}

function decideChange<V>(
  kind: PartKind<V>,
  view: PartView<V>,
  decision: "change" | "renew",
  read: Read<V>,
): Decision<V> {
  const { want } = view;
  const part = view.part!;
  if (want.kind !== "present") {
    throw new Error("nothing is wanted to change to");
  }
  if (!isStillOurs(kind, part, read)) return decideYield(kind, view);
  const action = decision === "renew" ? "renew" : "switch";
  return withWrite(action, "intent", want.value, want.reason, part, read.value);
}

/**
 * The person changed what was ours. The claim's shift is left to them. If another
 * shift is wanted, that one is decided as if nothing were on record, unless it
 * follows on: they may have changed the status after it began.
 */
function decideYield<V>(kind: PartKind<V>, view: PartView<V>): Decision<V> {
  const { part, want, followsOn } = view;
  const isOther = want.kind === "present" &&
    (want.relation === "other_shift" && !followsOn || part?.carried === true);
  if (isOther) {
    const next = decide(kind, { ...view, part: null });
    if (next.action !== "noop") return { ...next, yieldsClaim: true };
  }
  const kept = want.kind === "absent" ? null : part;
  return withoutWrite(
    "yield",
    kept && { ...kept, phase: "yielded" },
    REASONS.changedByThem,
  );
}

function decideEnd<V>(
  kind: PartKind<V>,
  view: PartView<V>,
  read: Read<V>,
): Decision<V> {
  const part = view.part!;
  if (!isStillOurs(kind, part, read)) return decideYield(kind, view);
  const { value: prior, reason } = restorable(kind, view, read);
  if (kind.isSame(read.value, prior)) {
    return withoutWrite("close", null, reason);
  }
  return withWrite("restore", "restoring", prior, reason, part, read.value);
}

/** A refusal counts once it was repeated: then a substitute is restored. */
function restorable<V>(
  kind: PartKind<V>,
  { part, want, refusal }: PartView<V>,
  { at }: Read<V>,
): { value: V; reason: string } {
  const { reason } = want;
  const exact = kind.valueToRestore(part!.prior, at);
  if (!refusal || refusal.count < 2) return { value: exact, reason };
  return {
    value: kind.substituteFor(exact, refusal.error),
    reason:
      `${reason}, and Slack refuses what was there before (${refusal.error})`,
  };
}

/** Whether a read shows that a held part is as we set it, or ended by itself. */
export function isStillOurs<V>(
  kind: PartKind<V>,
  part: Part<V>,
  read: Read<V>,
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
  { prior, applied }: Pick<Part<V>, "prior" | "applied">,
  before: V,
): Decision<V> {
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
