import { type Claim, hasDoubt } from "./claim.ts";
import type { Consent } from "./consent.ts";
import { statusRenewalDue } from "./expiry.ts";
import { dndRenewalDue } from "./dnd.ts";

/** What the next polls must look at although nothing new has come in. */
export interface NextCheck {
  /** People whose own status is read at every poll: deferred, or to be resumed. */
  watch: string[];
  /** The next instant at which anything else is due (Unix seconds), or `null`. */
  at: number | null;
}

/** When to look again at claims that nothing new concerns. */
export function nextCheck(
  claims: Claim[],
  consents: ReadonlyMap<string, Consent>,
): NextCheck {
  const watch = claims
    .filter((claim) => isWatched(claim, consents.get(claim.person) ?? null))
    .map((claim) => claim.person)
    .sort();
  const instants = claims.flatMap(dueInstants);
  return { watch, at: instants.length === 0 ? null : Math.min(...instants) };
}

function isWatched(claim: Claim, consent: Consent | null): boolean {
  const phase = claim.status?.phase;
  const resumes = consent?.after_manual_change === "resume";
  const left = claim.suppressed.some((each) => each.phase === "yielded");
  return phase === "deferred" ||
    resumes && (phase === "yielded" || phase === "held" || left);
}

/** Doubts at once; for a status of ours, renewals of leases and ends of the person's own snooze. */
function dueInstants(claim: Claim): number[] {
  if (hasDoubt(claim)) return [0];
  const { status, dnd, shift } = claim;
  if (status?.phase !== "held") return [];
  const renewals = [
    status.applied && statusRenewalDue(shift, status.applied.expiration),
    dnd?.phase === "held" && dnd.applied
      ? dndRenewalDue(shift, dnd.applied)
      : null,
    dnd?.phase === "deferred" ? dnd.prior.until_seconds : null,
  ];
  return renewals.filter((instant) => instant !== null);
}
