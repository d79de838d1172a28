import { type Claim, STRANDED_KEPT } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { LEAST_GRACE } from "../../reconciler/expiry.ts";
import { oursOf } from "../../reconciler/part_kind.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import { isEmptyStatus, statusAt } from "../../reconciler/status.ts";
import { isTokenGone, type SlackFailure } from "../../slack/failure.ts";

/**
 * The claim of a person whose token serves no more at the end of a shift, once
 * our own expiry has cleared the status: the prior is kept, and nothing more
 * is tried until they connect again or a shift starts. `null`: they opted out,
 * so nothing is kept. `undefined`: it is not so.
 */
export function strandedClaim(
  { claim, consent, wanted }: WantContext,
  failure: SlackFailure,
  now: number,
): Claim | null | undefined {
  if (!claim || !isTokenGone(failure)) return undefined;
  if (wanted.kind === "shift" || wanted.kind === "unknown") return undefined;
  const cleared = claim.status
    ? isEmptyStatus(statusAt(oursOf(claim.status), now))
    : now - claim.written_at >= LEAST_GRACE;
  if (!cleared) return undefined;
  if (!consent || consent.withdrawn_at !== null) return null;
  return { ...claim, stranded_at: now };
}

/**
 * Whether nothing is to be tried for a stranded claim: its person has neither
 * connected again nor opted out since.
 */
export function isStranded(claim: Claim, consent: Consent | null): boolean {
  return claim.stranded_at !== null && consent !== null &&
    consent.withdrawn_at === null &&
    consent.recorded_at <= claim.stranded_at;
}

/** Whether a stranded claim has been kept for as long as was promised. */
export function isKeptLongEnough(claim: Claim, now: number): boolean {
  return claim.stranded_at !== null && now - claim.stranded_at > STRANDED_KEPT;
}
