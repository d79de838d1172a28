import {
  allRecords,
  type Broken,
  deleteRecords,
  putRecords,
} from "../../slack/record_store.ts";
import {
  declaredFor,
  declaredItems,
  type DeclaredShift,
  declaredShifts,
} from "../../slack/records/declared_shifts.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { notStored } from "../messages/errors.ts";
import { markConsentsChanged } from "../state/run_state.ts";

/**
 * The source of shifts that people declare by a click, as readings, snapshots
 * and claims name it. No source of the configuration may have this name.
 */
export const DECLARED = "declared";

/** Whom something was declared for. */
export interface Owner {
  kind: "person" | "group";
  /** Slack's id of them. */
  id: string;
}

/** The user group where one is named, else the person. */
export function ownerOf(person: string, group: string | undefined): Owner {
  return group === undefined
    ? { kind: "person", id: person }
    : { kind: "group", id: group };
}

/**
 * What was declared for them that is under way or to come.
 *
 * @throws {SlackFailure} when the datastore cannot be read.
 */
export async function readOpen(
  execution: Execution,
  { kind, id }: Owner,
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
 * there is something new. Once this resolves, the next run sees all of it.
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
  if (rest.size > 0) throw new Error(notStored("everything"));
  await waitForReadConsistency(execution);
}

/**
 * Deletes what a person declared for themselves, whether it parses or not. What
 * they declared for a user group stays.
 *
 * @returns whether nothing of it is left.
 * @throws {SlackFailure} when the datastore cannot be read or written.
 */
export async function deleteDeclared(
  { client }: Execution,
  person: string,
): Promise<boolean> {
  const filter = declaredFor("person", person);
  const { records } = await allRecords(client, declaredItems, filter);
  const ids = [...records.keys()];
  return (await deleteRecords(client, declaredItems, ids)).size === 0;
}
