import {
  allRecords,
  type Broken,
  putRecords,
} from "../../slack/record_store.ts";
import {
  declaredFor,
  type DeclaredShift,
  declaredShifts,
} from "../../slack/records/declared_shifts.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { markConsentsChanged } from "../state/run_state.ts";

/** Whose declared shifts are meant: a person's own or a user group's. */
export interface Whose {
  kind: "person" | "group";
  /** Slack's id of them. */
  id: string;
}

/**
 * What was declared for them that is under way or to come.
 *
 * @throws {SlackFailure} when the datastore cannot be read.
 */
export async function standing(
  execution: Execution,
  { kind, id }: Whose,
): Promise<{ shifts: DeclaredShift[]; broken: Broken[] }> {
  const { client } = execution;
  const filter = declaredFor(kind, id);
  const { records, broken } = await allRecords(client, declaredShifts, filter);
  const now = nowOf(execution);
  const shifts = [...records.values()].filter(({ start, end }) =>
    end === null || end > Math.max(start, now)
  );
  return { shifts, broken };
}

/**
 * Records what was declared or ended, `first` before `then`, so that nothing
 * ends by what is not there yet. Polls see by the revision of the consents that
 * there is something new; once it resolves, whatever runs next sees it all.
 *
 * @throws {Error} when something was not stored.
 */
export async function putDeclared(
  execution: Execution,
  first: DeclaredShift[],
  then: DeclaredShift[] = [],
): Promise<void> {
  await markConsentsChanged(execution, true);
  const lost = await putRecords(execution.client, declaredShifts, first);
  const rest = lost.size > 0
    ? lost
    : await putRecords(execution.client, declaredShifts, then);
  await markConsentsChanged(execution, false);
  if (rest.size > 0) {
    throw new Error("Slack did not store all of it: please try once more.");
  }
  await waitForReadConsistency(execution);
}
