import type { Claim } from "../../reconciler/claim.ts";
import type { Result } from "../../reconciler/change.ts";
import { overlapsSameState } from "../../reconciler/shift.ts";
import type { Execution } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { markConsentsChanged } from "../state/run_records.ts";
import { recordClaims } from "../sync/batch_records.ts";
import { restorePresence } from "../sync/restore.ts";

/**
 * Gives one person back what was there before, and leaves their current shift
 * alone until it ends. That is on record first: what cannot be given back now,
 * the next run does, for nothing asks for the shift any more.
 *
 * @throws {Error} when that was not stored; nothing was given back then.
 */
export async function putBack(
  execution: Execution,
  observation: Observation,
  person: string,
): Promise<Result[]> {
  const claim = observation.claims.get(person);
  if (!claim) return [];
  // A poll must not pass over it, should this execution be cut short.
  await markConsentsChanged(execution, true);
  await leaveAlone(execution, observation, claim);
  observation.put_back = "an operator put it back";
  // Without a roster a shift that is left alone would pass for over.
  observation.shifts.set(person, [claim.shift]);
  const results = await restorePresence(execution, observation, [person]);
  await markConsentsChanged(execution, false);
  return results;
}

async function leaveAlone(
  execution: Execution,
  observation: Observation,
  claim: Claim,
): Promise<void> {
  const { person, shift } = claim;
  const others = claim.suppressed.filter((each) =>
    !overlapsSameState(each.shift, shift)
  );
  const suppressed = [...others, { shift, phase: "put_back" as const }];
  const record = { person, claim: { ...claim, suppressed } };
  const lost = await recordClaims(execution, observation, [record]);
  if (lost.size > 0) {
    throw new Error("Slack did not store that: please try once more.");
  }
}
