import { type Claim, hasDoubt, isForGood } from "./claim.ts";
import { allows, type Consent } from "./consent.ts";
import { dndRenewalDue } from "./dnd.ts";
import { lastDndEnd } from "./on_call.ts";
import { statusRenewalDue } from "./expiry.ts";
import { overlapsSameState } from "./shift.ts";
import type { Status } from "./status.ts";

/** What the next polls must check even if no roster, setting or consent has changed. */
interface NextCheck {
  /** People whose own status is read at every poll: deferred, or to resume. Sorted. */
  watch: string[];
  /** What some of them show that is ours: anything else is to be looked at. */
  ours: Record<string, Status>;
  /** When anything else is due (Unix seconds); `null` if nothing is, 0 if it is due now. */
  at: number | null;
}

/** The record of what is due next stays far below the 400 kB of an item. */
const MOST_OURS = 500;

/**
 * Finds when claims must be checked again if nothing else changes.
 *
 * @param consents By person.
 * @param failing People for whom nothing is due: they are tried again by the hour.
 * @param onCallFrom When a person is next on call: their DND lasts no longer.
 */
export function nextCheck(
  claims: Claim[],
  consents: ReadonlyMap<string, Consent>,
  failing: ReadonlySet<string> = new Set(),
  onCallFrom: (person: string) => number | null = () => null,
): NextCheck {
  const watched = claims
    .filter((claim) => isWatched(claim, consents.get(claim.person) ?? null));
  const ours = watched.flatMap(({ person, status }): [string, Status][] =>
    status?.phase === "held" && status.applied ? [[person, status.applied]] : []
  );
  const instants = claims
    .filter(({ person }) => !failing.has(person))
    .flatMap((claim) => dueInstants(claim, onCallFrom(claim.person)));
  return {
    watch: watched.map(({ person }) => person).sort(),
    ours: Object.fromEntries(ours.slice(0, MOST_OURS)),
    at: instants.length === 0 ? null : Math.min(...instants),
  };
}

function isWatched(claim: Claim, consent: Consent | null): boolean {
  const phase = claim.status?.phase;
  const resumes = consent?.after_manual_change === "resume";
  // What was restored on request does not start again until its shift ends.
  const putBack = claim.suppressed.filter(isForGood);
  // While another shift is theirs, no suppressed one comes back.
  const yielded = claim.status === null &&
    claim.suppressed.some((each) =>
      each.phase === "yielded" && allows(consent, each.shift.state) &&
      !putBack.some(({ shift }) => overlapsSameState(shift, each.shift))
    );
  return phase === "deferred" ||
    resumes && (phase === "yielded" || phase === "held" || yielded);
}

/**
 * When a claim is due: at once if it is in doubt; while its status is ours, at
 * the renewals of leases and at the end of the person's own DND.
 */
function dueInstants(claim: Claim, onCallFrom: number | null): number[] {
  if (hasDoubt(claim)) return [0];
  const { status, dnd, shift } = claim;
  if (status?.phase !== "held") return [];
  const due = [
    status.applied && statusRenewalDue(shift, status.applied.expiration),
    dnd?.phase === "held" && dnd.applied
      ? dndRenewalDue(
        { end: lastDndEnd(shift.end, onCallFrom) },
        dnd.applied,
      )
      : null,
    dnd?.phase === "deferred" ? dnd.prior.until_seconds : null,
  ];
  return due.filter((instant) => instant !== null);
}
