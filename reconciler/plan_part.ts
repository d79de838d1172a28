import {
  type Claim,
  isSpent,
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
import { dndKind, resolveDndConflict } from "./dnd.ts";
import { resolveStatusConflict, statusKind } from "./status.ts";

/** How one part is planned: what differs from part to part, as data. */
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

/** Everything `decide` needs but the read. */
function viewOf<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
): Omit<PartView<PartValues[N]>, "read"> {
  const { claim, consent } = context;
  const want = plan.want(context);
  return {
    part: partOf(claim, plan.name),
    want,
    resolveConflict: (current) => plan.resolveConflict(context, want, current),
    retrySkipped: plan.name === "status" && consent?.on_own_status !== "skip",
    resume: plan.name === "status" && consent?.after_manual_change === "resume",
    onlyIfClear: plan.name === "status" && wasYielded(context),
  };
}

/** Whether the shift wanted now was left to the person before another came over it. */
function wasYielded({ claim, wanted }: WantContext): boolean {
  return wanted.kind === "shift" && claim !== null &&
    claim.suppressed.some(({ shift, phase }) =>
      phase === "yielded" && overlapsSameState(shift, wanted.shift)
    );
}

/** Whether anything can be to do for this part that takes a read of it. */
export function partNeedsRead<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
): boolean {
  return needsRead(viewOf(plan, context));
}

/**
 * Whether a step has anything to do for this part: one that gives back has
 * with what is `absent` or in doubt, one that takes with what is `present`.
 */
export function isConcerned<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
  desired: "absent" | "present",
): boolean {
  const view = viewOf(plan, context);
  if (desired === "absent" && isInDoubt(view.part)) return true;
  if (view.want.kind !== desired) return false;
  return needsRead(view) || decisionFor(view) !== "noop";
}

/** Decides one part of one person from what was read, if a read was needed. */
export function planPart<N extends PartName>(
  plan: PartPlan<N>,
  context: WantContext,
  read: { value: PartValues[N]; at: number } | null,
): Decision<PartValues[N]> {
  return decide(plan.kind, { ...viewOf(plan, context), read });
}

/**
 * The claim to record with this decision in it; `null` when nothing is left of
 * it. `by` and `at` say who writes it and when (Unix seconds).
 */
export function claimWith<N extends PartName>(
  context: WantContext,
  name: N,
  decision: Pick<Decision<PartValues[N]>, "action" | "part">,
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
    ? rebase(signed, context, decision.action)
    : signed;
  return withPart(context, claim, name, part);
}

/**
 * The claim with one part replaced; `null` when nothing is left of it. That of
 * somebody who opted out stays as a trace until their consent is deleted.
 */
export function withPart<N extends PartName>(
  { consent }: Pick<WantContext, "consent">,
  claim: Claim,
  name: N,
  part: Part<PartValues[N]> | null,
): Claim | null {
  const next = { ...claim, [name]: part };
  const kept = name === "status" && part === null ? dropUntouched(next) : next;
  const leaving = consent !== null && consent.withdrawn_at !== null;
  return isSpent(kept) && !leaving ? null : kept;
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

/** Makes the claim follow the shift that its status now stands for. */
function rebase(claim: Claim, context: WantContext, action: Action): Claim {
  const { wanted, person, consent, override, now } = context;
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
  return {
    ...dropUntouched(moved),
    suppressed: suppressedBy(
      { ...claim, suppressed: moved.suppressed },
      action,
      now,
    ),
    override,
    name: person.name,
    time_zone: person.time_zone,
  };
}

/** Without snooze and presence where they are the person's own: nothing of them is to be given back. */
function dropUntouched(claim: Claim): Claim {
  return {
    ...claim,
    dnd: isOursOrInDoubt(claim.dnd) ? claim.dnd : null,
    presence: isOursOrInDoubt(claim.presence) ? claim.presence : null,
  };
}

/** What the claim leaves to the person from now on, its own shift included. */
function suppressedBy(
  { shift, status, suppressed: suppressed }: Claim,
  action: Action,
  now: number,
): SuppressedShift[] {
  const phase = action === "yield" ? "yielded" : status?.phase;
  const own: SuppressedShift[] = phase === "yielded" || phase === "skipped"
    ? [{ shift, phase }]
    : [];
  return [...suppressed, ...own].filter(({ shift: { end } }) =>
    end === null || end > now
  );
}
