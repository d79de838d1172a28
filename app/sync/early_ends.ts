import { type Claim, holdsNothing } from "../../reconciler/claim.ts";
import { allows } from "../../reconciler/consent.ts";
import { overlapsSameState } from "../../reconciler/shift.ts";
import { deleteRecords, putRecords } from "../../slack/record_store.ts";
import { type EarlyEnds, earlyEnds } from "../../slack/records/runs.ts";
import { DECLARED } from "../declared/source.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { contextOf } from "../state/person_context.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";

/** Below so many active claims a share of them says nothing. */
const FROM = 10;

/** How long a confirmation counts (seconds). */
const CONFIRMED_FOR = SECONDS_PER_HOUR;

/**
 * A roster gone strange clears nobody: when more than the configured share of
 * the active claims would end before their recorded end, none of them does,
 * until an operator confirms just that. Ends on time and withdrawals are never
 * held back.
 */
export async function holdBackEarlyEnds(
  execution: Execution,
  observation: Observation,
  known: EarlyEnds | null,
): Promise<void> {
  // What an operator ordered is not asked about.
  if (observation.put_back !== null) return;
  const now = nowOf(execution);
  const active = [...observation.claims.values()].filter(isActive);
  const early = active
    .filter((claim) => endsEarly(execution, observation, claim, now))
    .map(({ person }) => person)
    .sort();
  const share = execution.config.limits.early_end_share;
  const many = active.length >= FROM && early.length > share * active.length;
  if (!many) {
    if (known) await deleteRecords(execution.client, earlyEnds, [known.id]);
    return;
  }
  if (isConfirmed(known, early, now)) return;
  for (const person of early) observation.held_back.add(person);
  observation.problems.push({
    about: "early ends",
    reason:
      `${early.length} of the ${active.length} shifts shown would end before their recorded end, so none of them was ended; look at the rosters, and if they are right, an operator confirms it with the link Confirm early ends`,
  });
  if (isSame(known, early)) return;
  await putRecords(execution.client, earlyEnds, [{
    id: "early_ends",
    people: early,
    active: active.length,
    held_at: now,
    confirmed_by: null,
    confirmed_at: null,
  }]);
}

/** Whose end waits for an operator, as the step that gives back left it. */
export function waiting(known: EarlyEnds | null): Set<string> {
  return new Set(known?.confirmed_at === null ? known.people : []);
}

/** Whether anything of the person's presence is shown as ours. */
function isActive(claim: Claim): boolean {
  return !holdsNothing(claim) && [claim.status, claim.dnd, claim.presence]
    .some((part) => part?.phase === "held");
}

function endsEarly(
  execution: Execution,
  observation: Observation,
  claim: Claim,
  now: number,
): boolean {
  const { person, shift, suppressed: suppressed } = claim;
  const put_back = suppressed.some((each) =>
    each.phase === "put_back" && overlapsSameState(each.shift, shift)
  );
  if (put_back) return false;
  const consent = observation.consents.get(person) ?? null;
  if (!allows(consent, shift.state)) return false;
  if (shift.end !== null && shift.end <= now) return false;
  // Ended by a click: that is a desired, not a roster gone strange.
  const sources = shift.joined ?? [shift];
  if (sources.every(({ source }) => source === DECLARED)) return false;
  const { wanted } = contextOf(execution, observation, person, null);
  return wanted.kind === "nothing" || wanted.kind === "unconsented";
}

function isConfirmed(
  known: EarlyEnds | null,
  early: string[],
  now: number,
): boolean {
  if (known === null || known.confirmed_at === null) return false;
  return known.confirmed_at + CONFIRMED_FOR > now &&
    early.every((person) => known.people.includes(person));
}

function isSame(known: EarlyEnds | null, early: string[]): boolean {
  return known !== null && known.confirmed_at === null &&
    known.people.join() === early.join();
}
