import { type Claim, ORPHANED_KEPT_SECONDS } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { LEAST_GRACE_SECONDS } from "../../reconciler/expiry.ts";
import { oursOf } from "../../reconciler/part.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import { isEmptyStatus, statusAt } from "../../reconciler/status.ts";
import { isTokenGone, type SlackFailure } from "../../slack/failure.ts";

/**
 * The orphaned claim of a person whose token no longer works at the end of a
 * shift, once our own expiry has cleared the status. Their prior is kept, and
 * nothing more is tried until they connect again or a shift starts.
 *
 * @returns `null` if they opted out, so that nothing is kept; `undefined` if the
 * claim is not orphaned.
 */
export function orphanedClaim(
  { claim, consent, wanted }: WantContext,
  failure: SlackFailure,
  now: number,
): Claim | null | undefined {
  if (!claim || !isTokenGone(failure)) return undefined;
  if (wanted.kind === "shift" || wanted.kind === "unknown") return undefined;
  const cleared = claim.status
    ? isEmptyStatus(statusAt(oursOf(claim.status), now))
    : now - claim.written_at >= LEAST_GRACE_SECONDS;
  if (!cleared) return undefined;
  if (!consent || consent.withdrawn_at !== null) return null;
  return { ...claim, orphaned_at: now };
}

/** Whether the claim is orphaned, and its person has neither connected again nor opted out since. */
export function isOrphaned(claim: Claim, consent: Consent | null): boolean {
  return claim.orphaned_at !== null && consent !== null &&
    consent.withdrawn_at === null &&
    consent.recorded_at <= claim.orphaned_at;
}

/** Whether the claim has been orphaned for longer than its prior is kept. */
export function isKeptLongEnough(claim: Claim, now: number): boolean {
  return claim.orphaned_at !== null &&
    now - claim.orphaned_at > ORPHANED_KEPT_SECONDS;
}
