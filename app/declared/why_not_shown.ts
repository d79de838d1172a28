import { isOursOrInDoubt } from "../../reconciler/part.ts";
import type { Claim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { isStillOurs } from "../../reconciler/decide.ts";
import { isActive, overlapsSameState } from "../../reconciler/shift.ts";
import { statusKind } from "../../reconciler/status.ts";
import { leftToPersonAs } from "../../reconciler/suppressed.ts";
import { asFailure } from "../../slack/failure.ts";
import { readStatus } from "../../slack/profiles.ts";
import { getRecord } from "../../slack/record_store.ts";
import { claims } from "../../slack/records/claims.ts";
import type { DeclaredShift } from "../../slack/records/declared_shifts.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { NotShown } from "../messages/declared.ts";
import { stateLabel } from "../messages/phrases.ts";

/**
 * Finds out why what a person declares will not show now, although they opted in:
 * it belongs to a shift that they changed or skipped, or another one counts more.
 *
 * @param consent Allows the state.
 * @returns `null` if nothing is known to be in the way, or Slack does not answer.
 */
export async function whyNotShown(
  execution: Execution,
  consent: Consent,
  declared: DeclaredShift,
): Promise<NotShown | null> {
  const { person } = consent;
  if (!isActive(declared, nowOf(execution))) return null;
  try {
    const { records } = await getRecord(execution.client, claims, person);
    const claim = records.get(person) ?? null;
    return claim && await obstacleIn(execution, claim, consent, declared);
  } catch (thrown) {
    const { message } = asFailure(thrown, "reading what is shown");
    console.warn(`what is shown of ${person}: ${message}`);
    return null;
  }
}

async function obstacleIn(
  execution: Execution,
  claim: Claim,
  consent: Consent,
  { state, start, end }: DeclaredShift,
): Promise<NotShown | null> {
  const { client, config: { states } } = execution;
  const { person } = consent;
  const shift = { person, state, start, end };
  const left = leftToPersonAs(claim, consent, shift);
  if (left !== null) return { why: left };
  const { status } = claim;
  if (!isOursOrInDoubt(status) || !isActive(claim.shift, nowOf(execution))) {
    return null;
  }
  if (!overlapsSameState(claim.shift, shift)) {
    const { state: shown } = claim.shift;
    const counts = (name: string) => states[name]?.priority ?? -Infinity;
    return counts(shown) > counts(state)
      ? { why: "outranked", by: stateLabel(states, shown) }
      : null;
  }
  const resumes = consent.after_manual_change === "resume";
  if (status?.phase !== "held" || resumes) return null;
  // They may have changed it since a run last looked.
  const value = await readStatus(client, person);
  const read = { value, at: nowOf(execution) };
  return isStillOurs(statusKind, status, read) ? null : { why: "yielded" };
}
