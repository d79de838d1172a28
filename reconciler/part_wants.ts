import type { Claim, Override } from "./claim.ts";
import type { Consent } from "./consent.ts";
import { type Dnd, dndLeaseFor, dndRenewalDue, isDndOn } from "./dnd.ts";
import { expiryFor, statusRenewalDue } from "./expiry.ts";
import { isOnCall, lastDndEnd } from "./on_call.ts";
import {
  isOursOrInDoubt,
  type Part,
  type PartWant,
  type Relation,
} from "./part.ts";
import { REASONS } from "./reasons.ts";
import {
  hasSameOrigins,
  overlapsSameState,
  type Person,
  type Shift,
} from "./shift.ts";
import {
  stateLabel,
  type StateRule,
  type StateRules,
  textOf,
} from "./state_rule.ts";
import type { Status } from "./status.ts";
import { renderText } from "./template.ts";
import type { Wanted } from "./wanted.ts";

/** Everything needed to decide about one person. */
export interface WantContext {
  person: Person;
  claim: Claim | null;
  consent: Consent | null;
  wanted: Wanted;
  /** Since when they are on call, or when they are next, shown or not (Unix seconds). */
  onCallFrom: number | null;
  rules: StateRules;
  /** The text and emoji that a workflow sets at a start. */
  override: Override | null;
  /** How many claims end in the same quarter of an hour. */
  endingTogether: number;
  /** The time from a shift's end to our expiry. */
  graceSeconds: number;
  /** Unix seconds. */
  now: number;
}

/** What is wanted of the status: the winning shift's template, or a workflow's override. */
export function statusWant(context: WantContext): PartWant<Status> {
  const { wanted, claim, rules, now } = context;
  if (wanted.kind === "unknown") return wanted;
  if (wanted.kind !== "shift") return withoutShift(wanted);
  const rule = rules[wanted.shift.state]!;
  const relation = statusRelation(context, wanted.shift, rule);
  const value = {
    ...renderStatus(context, wanted.shift, rule, now),
    expiration: expiryFor(
      wanted.shift,
      rule.expiry,
      now,
      context.endingTogether,
      context.graceSeconds,
    ),
  };
  const extended = claim !== null && relation === "changed" &&
    claim.shift.state === wanted.shift.state &&
    claim.shift.source === wanted.shift.source &&
    claim.shift.schedule === wanted.shift.schedule &&
    claim.shift.end !== wanted.shift.end;
  const reason = extended ? `${wanted.reason}, end moved` : wanted.reason;
  return { kind: "present", value, reason, relation };
}

/** Without a shift nothing is set. What the person chose is kept while their shift may go on unread. */
function withoutShift(
  { reason, claimLasts }: Pick<Wanted, "reason"> & { claimLasts?: true },
): { kind: "absent" | "paused"; reason: string } {
  return { kind: claimLasts ? "paused" : "absent", reason };
}

function statusRelation(
  context: WantContext,
  shift: Shift,
  rule: StateRule,
): Relation {
  const { claim, now } = context;
  if (!claim?.status || !ownClaim(context, shift)) return "other_shift";
  const { status } = claim;
  const moved = claim.shift.end !== shift.end;
  const regrouped = !hasSameOrigins(claim.shift, shift);
  // For a yielded or skipped part only the shift's end matters.
  if (!isOursOrInDoubt(status)) {
    return moved || regrouped ? "regrouped" : "same";
  }
  if (moved) return "changed";
  const { text, emoji } = renderStatus(context, shift, rule, claim.rendered_at);
  const { wanted } = status;
  if (text !== wanted.text || emoji !== wanted.emoji) return "changed";
  const due = statusRenewalDue(shift, status.wanted.expiration);
  if (due !== null && due <= now) return "renew";
  return regrouped ? "regrouped" : "same";
}

function renderStatus(
  context: WantContext,
  shift: Shift,
  rule: StateRule,
  now: number,
): { text: string; emoji: string } {
  const own = ownClaim(context, shift);
  const override = own ? own.override : context.override;
  const values = {
    label: shift.label,
    ...(shift.labels ? { labels: shift.labels } : {}),
    start: shift.start,
    end: shift.end,
    time_zone: own?.time_zone || context.person.time_zone,
    now,
  };
  return {
    text: renderText(override?.text ?? textOf(rule, shift.level), values),
    emoji: override?.emoji ?? rule.emoji,
  };
}

/** @returns the claim if it is for this shift. Its override and time zone then apply. */
export function ownClaim(
  context: Pick<WantContext, "claim">,
  shift: Shift,
): Claim | null {
  const { claim } = context;
  return claim && overlapsSameState(claim.shift, shift) ? claim : null;
}

const STATUS_FIRST = "the status comes first";

/** DND and presence are wanted only while the status is ours. */
function followsStatus(
  context: WantContext,
  allowed: (rule: StateRule, consent: Consent) => boolean,
): { kind: "present"; shift: Shift } | {
  kind: "absent" | "paused" | "unknown";
  reason: string;
} {
  const { wanted, claim, consent, rules } = context;
  if (wanted.kind === "unknown") return wanted;
  if (wanted.kind !== "shift") return withoutShift(wanted);
  const rule = rules[wanted.shift.state]!;
  if (!consent || !allowed(rule, consent)) {
    return { kind: "absent", reason: REASONS.notAskedFor };
  }
  switch (claim?.status?.phase) {
    case "held":
      return { kind: "present", shift: wanted.shift };
    case "intent":
    case "restoring":
      return { kind: "unknown", reason: STATUS_FIRST };
    case "yielded":
      return { kind: "unknown", reason: "they changed their status" };
    case undefined:
      // What they chose is kept until the status of the same shift is set again.
      return ownClaim(context, wanted.shift)
        ? { kind: "unknown", reason: STATUS_FIRST }
        : { kind: "absent", reason: REASONS.notOurs };
    default:
      return { kind: "absent", reason: REASONS.notOurs };
  }
}

/** A person on call is not silenced: ours is given back, and nothing is set. */
function unlessOnCall<V>(
  context: WantContext,
  want: PartWant<V>,
): PartWant<V> {
  return isOnCall(context) && want.kind !== "absent"
    ? { kind: "paused", reason: REASONS.notSilenced }
    : want;
}

/** What is wanted of DND: a lease, which is renewed while the shift lasts. */
export function dndWant(context: WantContext): PartWant<Dnd> {
  return unlessOnCall(context, dndOfShift(context));
}

function dndOfShift(context: WantContext): PartWant<Dnd> {
  const { claim, rules, now } = context;
  const follows = followsStatus(
    context,
    (rule, consent) => rule.dnd && consent.dnd,
  );
  if (follows.kind !== "present") return follows;
  const { shift } = follows;
  const end = lastDndEnd(shift.end, context.onCallFrom);
  const value = dndLeaseFor(end, now);
  const reason = `notifications off during ${stateLabel(rules, shift.state)}`;
  const part = claim?.dnd;
  const waiting = part?.phase === "deferred" && now < part.prior.until_seconds;
  if (waiting) {
    return { kind: "unknown", reason: "their notifications are already off" };
  }
  if (!isDndOn(value)) {
    return {
      kind: "unknown",
      reason: "less than a minute of the shift is left",
    };
  }
  const relation = part
    ? leaseRelation(leaseOf(part), end, now)
    : "other_shift";
  return { kind: "present", value, reason, relation };
}

/** The lease in force, assuming that the last write was done. `decide` finds out if it was not. */
function leaseOf(part: Part<Dnd>): Dnd | null {
  return part.phase === "intent" ? part.wanted : part.applied;
}

function leaseRelation(
  applied: Dnd | null,
  end: number | null,
  now: number,
): Relation {
  if (!applied) return "same";
  if (end !== null && applied.until_seconds > end + 60) return "changed";
  const due = dndRenewalDue({ end }, applied);
  return due !== null && due <= now ? "renew" : "same";
}

/** What is wanted of the presence: away while the shift lasts. */
export function presenceWant(context: WantContext): PartWant<boolean> {
  return unlessOnCall(context, presenceOfShift(context));
}

function presenceOfShift(context: WantContext): PartWant<boolean> {
  const follows = followsStatus(
    context,
    (rule, consent) => rule.away && consent.presence,
  );
  if (follows.kind !== "present") return follows;
  return {
    kind: "present",
    value: true,
    reason: `away during ${stateLabel(context.rules, follows.shift.state)}`,
    relation: context.claim?.presence ? "same" : "other_shift",
  };
}
