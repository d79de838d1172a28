import { type Claim, holdsNothing } from "../../reconciler/claim.ts";
import type { Action } from "../../reconciler/part.ts";
import type { Result } from "../../reconciler/change.ts";
import { isActive, overlapsSameState } from "../../reconciler/shift.ts";
import { unknownReason } from "../../reconciler/wanted.ts";
import { asFailure } from "../../slack/failure.ts";
import { deleteRecords } from "../../slack/record_store.ts";
import { consents as consentStore } from "../../slack/records/consents.ts";
import { redactAudit } from "../audit/redact_audit.ts";
import { forgetDeclared } from "../declared/delete_declared.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";
import { type Observation, stop } from "../state/observation.ts";
import { redactResults } from "../report/redact_results.ts";
import { recordClaims, refreshConsents } from "./batch_records.ts";
import { allPeople, type StepRule, syncParts } from "./sync_parts.ts";
import { isKeptLongEnough } from "./orphaned.ts";

/** Ends, withdrawals and repairs: whatever gives back, or finds out. */
const GIVES_BACK: ReadonlySet<Action> = new Set<Action>([
  "restore",
  "close",
  "drop",
  "confirm",
  "yield",
]);

export const GIVING_BACK: StepRule = {
  desired: "absent",
  allowed: GIVES_BACK,
  state: null,
  override: null,
};

/**
 * Gives back what nothing asks for any more, of these people or of all. Without
 * the lease it only tells, as preview does.
 */
export async function restorePresence(
  execution: Execution,
  observation: Observation,
  people: string[] = allPeople(observation),
): Promise<Result[]> {
  const results = await syncParts(execution, observation, people, GIVING_BACK);
  if (execution.lease === null) return results;
  try {
    await dropWithdrawn(execution, observation);
    await tidyClaims(execution, observation);
  } catch (thrown) {
    // Everybody has theirs; only records are left, for the next run.
    const { message } = asFailure(thrown, "tidying up");
    stop(observation, "records of people who left", message);
  }
  return results;
}

/** Whether any record is of no use any more. */
export function hasRecordsToDrop(
  execution: Execution,
  observation: Observation,
): boolean {
  const now = nowOf(execution);
  return withdrawn(observation).length > 0 ||
    [...observation.claims.values()].some((claim) =>
      isOver(claim, observation, now)
    );
}

/** The records of people who opted out and have everything back, what is kept elsewhere of their statuses, and what they declared. */
async function dropWithdrawn(
  execution: Execution,
  observation: Observation,
): Promise<void> {
  const done: string[] = [];
  for (const person of withdrawn(observation)) {
    const redacted = mayBegin(execution) &&
      await redactAudit(execution, person) &&
      await redactResults(execution, person) &&
      await forgetDeclared(execution, person);
    if (redacted) done.push(person);
    else observation.unfinished = true;
  }
  if (done.length === 0) return;
  // Whoever has opted in again meanwhile stays.
  await refreshConsents(execution, observation, done);
  const { consents } = observation;
  const gone = done.filter((person) => consents.get(person)?.withdrawn_at);
  const failed = await deleteRecords(execution.client, consentStore, gone);
  for (const person of gone) if (!failed.has(person)) consents.delete(person);
}

function withdrawn({ claims, consents, untouchable }: Observation): string[] {
  return [...consents.values()]
    .filter(({ person, withdrawn_at }) => {
      const claim = claims.get(person);
      return withdrawn_at !== null && !untouchable.has(person) &&
        (!claim || holdsNothing(claim));
    })
    .map(({ person }) => person);
}

/** Claims of which nothing is left to keep: shifts left alone are over, or people never came back. */
async function tidyClaims(
  execution: Execution,
  observation: Observation,
): Promise<void> {
  const now = nowOf(execution);
  const over = [...observation.claims.values()].filter((claim) =>
    isOver(claim, observation, now)
  );
  const records = over.map(({ person }) => ({ person, claim: null }));
  if (records.length > 0) await recordClaims(execution, observation, records);
}

function isOver(
  claim: Claim,
  observation: Observation,
  now: number,
): boolean {
  return isKeptLongEnough(claim, now) ||
    holdsNothing(claim) && !isKept(claim, observation, now);
}

/**
 * Whether a claim of nothing is still of use: its person is leaving, or a
 * shift that was left to them is under way, or may be.
 */
function isKept(
  { person, suppressed: suppressed }: Claim,
  { shifts, consents, snapshot }: Observation,
  now: number,
): boolean {
  const consent = consents.get(person);
  if (!consent) return false;
  // Without a roster nobody knows whether the shift is under way.
  if (consent.withdrawn_at !== null || snapshot.version === "") return true;
  const active = (shifts.get(person) ?? []).filter((shift) =>
    isActive(shift, now)
  );
  return suppressed.some(({ shift }) =>
    active.some((each) => overlapsSameState(each, shift)) ||
    unknownReason(shift, snapshot, now) !== null
  );
}
