import { touches } from "../intervals.ts";
import {
  type Claim,
  isDeletable,
  newClaim,
  type PartName,
  partOf,
  type PartValues,
  type SuppressedShift,
} from "./claim.ts";
import {
  type Action,
  type ConflictPolicy,
  isInDoubt,
  isOursOrInDoubt,
  type Part,
  type PartKind,
  type PartView,
  type PartWant,
  type Refusal,
} from "./part.ts";
import { decide, type Decision } from "./decide.ts";
import { decisionFor, needsRead } from "./decision_table.ts";
import {
  dndWant,
  presenceWant,
  statusWant,
  type WantContext,
} from "./part_wants.ts";
import { presenceKind, resolvePresenceConflict } from "./presence.ts";
import { overlapsSameState } from "./shift.ts";
import { mayLast } from "./wanted.ts";
import { dndKind, resolveDndConflict } from "./dnd.ts";
import { resolveStatusConflict, statusKind } from "./status.ts";

/** What differs from part to part when it is planned. */
export interface PartPlan<N extends PartName> {
  readonly name: N;
  readonly kind: PartKind<PartValues[N]>;
  want(context: WantContext): PartWant<PartValues[N]>;
  resolveConflict(
    context: WantContext,
    want: PartWant<PartValues[N]>,
    current: PartValues[N],
  ): ConflictPolicy;
}

export const statusPlan: PartPlan<"status"> = {
  name: "status",
  kind: statusKind,
  want: statusWant,
  resolveConflict: ({ consent, rules }, _want, current) =>
    resolveStatusConflict(current, consent?.on_own_status ?? "defer", rules),
};

export const dndPlan: PartPlan<"dnd"> = {
  name: "dnd",
  kind: dndKind,
  want: dndWant,
  resolveConflict: (_context, want, current) =>
    want.kind === "present"
      ? resolveDndConflict(current, want.value)
      : { action: "noop", reason: want.reason },
};

export const presencePlan: PartPlan<"presence"> = {
  name: "presence",
  kind: presenceKind,
  want: presenceWant,
  resolveConflict: resolvePresenceConflict,
};

/** All that `decide` needs, except the read. */
function viewOf<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
  want: PartWant<PartValues[N]> = plan.want(context),
): Omit<PartView<PartValues[N]>, "read"> {
  const { claim, consent } = context;
  return {
    part: partOf(claim, plan.name),
    want,
    resolveConflict: (current) => plan.resolveConflict(context, want, current),
    retrySkipped: plan.name === "status" && consent?.on_own_status !== "skip",
    resume: plan.name === "status" && consent?.after_manual_change === "resume",
    followsOn: followsOn(context),
    onlyIfClear: plan.name === "status" && wasYielded(context),
  };
}

function followsOn({ claim, wanted }: WantContext): boolean {
  return wanted.kind === "shift" && claim !== null &&
    claim.shift.state === wanted.shift.state &&
    touches(claim.shift, wanted.shift);
}

/** Whether the wanted shift was yielded to the person before another state replaced it. */
function wasYielded({ claim, wanted }: WantContext): boolean {
  return wanted.kind === "shift" && claim !== null &&
    claim.suppressed.some(({ shift, phase }) =>
      phase === "yielded" && overlapsSameState(shift, wanted.shift)
    );
}

/** Whether planning this part takes a read of the person's current value. */
export function partNeedsRead<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
): boolean {
  return needsRead(viewOf(plan, context));
}

/**
 * Whether a step has work on this part.
 *
 * @param desired What the step handles: `absent` for the step that restores,
 * which also handles what is paused and parts in doubt; `present` for the step
 * that applies.
 */
export function isConcerned<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
  desired: "absent" | "present",
): boolean {
  const inDoubt = isInDoubt(partOf(context.claim, plan.name));
  if (desired === "absent" && inDoubt) return true;
  // A status is wanted while a shift is: its text need not be rendered to know.
  const isWanted = plan.name === "status" && context.wanted.kind === "shift";
  if (isWanted && desired === "absent") return false;
  const want = plan.want(context);
  const kind = want.kind === "paused" ? "absent" : want.kind;
  if (kind !== desired) return false;
  const view = viewOf(plan, context, want);
  return needsRead(view) || decisionFor(view) !== "noop";
}

/**
 * Plans one part of one person: what to record, what to write, and why.
 *
 * @param read The current value and when it was read (Unix seconds); `null` if
 * no read is needed.
 * @param refusal Set if Slack refused to restore the value that was there before.
 * @throws {Error} if a read is needed (see `partNeedsRead`) and `read` is `null`.
 *
 * @example
 * const read = partNeedsRead(statusPlan, context) ? await readStatus() : null;
 * const { action, write } = planPart(statusPlan, context, read);
 */
export function planPart<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
  read: { value: PartValues[N]; at: number } | null,
  refusal?: Refusal,
): Decision<PartValues[N]> {
  return decide(plan.kind, { ...viewOf(plan, context), read, refusal });
}

/**
 * The claim to record for a decision.
 *
 * @param by The function execution that writes it.
 * @param at When it does (Unix seconds).
 * @returns `null` if nothing of the claim is left to record.
 */
export function claimWith<N extends PartName>(
  context: WantContext,
  name: N,
  decision: Pick<Decision<PartValues[N]>, "action" | "part" | "yieldsClaim">,
  by: string,
  at: number,
): Claim | null {
  const base = context.claim ?? firstClaim(context);
  if (!base) return null;
  const part = isInDoubt(decision.part)
    ? { ...decision.part!, write: `${by}:${base.person}:${name}:${at}` }
    : decision.part;
  const signed = { ...base, written_by: by, written_at: at };
  const claim = name === "status" && decision.part
    ? rebase(signed, context, decision)
    : signed;
  return withPart(context, claim, name, part);
}

/**
 * Replaces one part of a claim. Without a status, nothing is left to do about DND
 * and presence that are the person's own, unless the shift may go on unread.
 *
 * @returns `null` if nothing of the claim is left, unless the person is opting
 * out: their claim is kept until their consent has been deleted.
 */
export function withPart<N extends PartName>(
  { consent, wanted }: Pick<WantContext, "consent" | "wanted">,
  claim: Claim,
  name: N,
  part: Part<PartValues[N]> | null,
): Claim | null {
  const next = { ...claim, [name]: part };
  const isOver = name === "status" && part === null && !mayLast(wanted);
  const kept = isOver ? dropUntouched(next) : next;
  const optingOut = consent !== null && consent.withdrawn_at !== null;
  return isDeletable(kept) && !optingOut ? null : kept;
}

function firstClaim(context: WantContext): Claim | null {
  const { wanted, person, consent, override, now } = context;
  if (wanted.kind !== "shift") return null;
  const external_token_id = consent?.external_token_id ?? null;
  return {
    ...newClaim(person, wanted.shift, now),
    override,
    external_token_id,
  };
}

/** Moves the claim to the shift that its status is now for. */
function rebase(
  claim: Claim,
  context: WantContext,
  decision: { action: Action; yieldsClaim?: true },
): Claim {
  const { wanted, person, consent, override, now } = context;
  const { action } = decision;
  if (wanted.kind !== "shift" || action === "confirm" || action === "restore") {
    return claim;
  }
  const external_token_id = consent?.external_token_id ??
    claim.external_token_id;
  const moved = {
    ...claim,
    shift: wanted.shift,
    external_token_id,
    orphaned_at: null,
  };
  const written = action === "start" || action === "switch" ||
    action === "renew";
  if (written) {
    moved.rendered_at = now;
    moved.suppressed = claim.suppressed.filter(({ shift }) =>
      !overlapsSameState(shift, wanted.shift)
    );
  }
  if (overlapsSameState(claim.shift, wanted.shift)) return moved;
  const ours = dropUntouched(moved);
  return {
    ...(followsOn(context) ? ours : carryOver(ours)),
    suppressed: [
      ...moved.suppressed,
      ...(mayLast(wanted) ? leftToPerson(claim, decision) : []),
    ],
    override,
    name: person.name,
    time_zone: person.time_zone,
  };
}

/** Removes DND and presence from the claim if they are the person's own: there is nothing to restore. */
function dropUntouched(claim: Claim): Claim {
  return {
    ...claim,
    dnd: isOursOrInDoubt(claim.dnd) ? claim.dnd : null,
    presence: isOursOrInDoubt(claim.presence) ? claim.presence : null,
  };
}

/** Marks DND and presence as ours from another shift. */
function carryOver(claim: Claim): Claim {
  const { dnd, presence } = claim;
  return {
    ...claim,
    dnd: dnd && { ...dnd, carried: true },
    presence: presence && { ...presence, carried: true },
  };
}

/** The claim's own shift if the person changed its status, or had one of their own before. */
function leftToPerson(
  { shift, status }: Claim,
  { action, yieldsClaim }: { action: Action; yieldsClaim?: true },
): SuppressedShift[] {
  const phase = action === "yield" || yieldsClaim ? "yielded" : status?.phase;
  return phase === "yielded" || phase === "skipped" ? [{ shift, phase }] : [];
}
