export { DECLARED } from "../../reconciler/shift.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  allRecords,
  type Broken,
  deleteRecord,
  deleteRecords,
  putRecord,
} from "../../slack/record_store.ts";
import {
  declaredFor,
  declaredItems,
  type DeclaredShift,
  declaredShifts,
} from "../../slack/records/declared_shifts.ts";
import { type Execution, nowOf } from "../execution.ts";
import { notStored } from "../messages/errors.ts";

/** Whom something was declared for. */
export interface Owner {
  kind: "person" | "group";
  /** Slack's id of them. */
  id: string;
}

/** @returns the user group if one is named, else the person. */
export function ownerOf(person: string, group: string | undefined): Owner {
  return group === undefined
    ? { kind: "person", id: person }
    : { kind: "group", id: group };
}

/**
 * Reads what was declared for an owner: all of it, and what is not over.
 *
 * @throws {SlackFailure} if the datastore cannot be read.
 */
export async function readOwned(
  execution: Execution,
  { kind, id }: Owner,
): Promise<{ all: DeclaredShift[]; open: DeclaredShift[]; broken: Broken[] }> {
  const { client } = execution;
  const filter = declaredFor(kind, id);
  const { records, broken } = await allRecords(client, declaredShifts, filter);
  const now = nowOf(execution);
  const all = [...records.values()];
  return { all, open: all.filter((each) => isOpen(each, now)), broken };
}

/** Whether it is under way or still to come. @param now Unix seconds. */
export function isOpen(
  { start, end }: Pick<DeclaredShift, "start" | "end">,
  now: number,
): boolean {
  return end === null || end > Math.max(start, now);
}

/**
 * Stores declared shifts in this order, each by a call of its own, so that no shift
 * ends before its replacement is stored.
 *
 * @throws {SlackFailure} if Slack allows no more calls now.
 * @throws {Error} if one was not stored.
 */
export async function putDeclared(
  { client }: Execution,
  shifts: readonly DeclaredShift[],
): Promise<void> {
  try {
    for (const shift of shifts) await putRecord(client, declaredShifts, shift);
  } catch (thrown) {
    const failure = asFailure(thrown, "storing");
    if (failure.retryAfterSeconds !== null) throw failure;
    console.error(failure.message);
    throw new Error(notStored("everything"));
  }
}

/** As many are deleted one by one: a click makes no bulk call for them. */
const FEW = 3;

/**
 * Deletes what a person declared for themselves, even if it does not parse. What
 * they declared for a user group stays.
 *
 * @returns whether nothing is left.
 * @throws {SlackFailure} if the datastore cannot be read or written.
 */
export async function deleteDeclared(
  { client }: Execution,
  person: string,
): Promise<boolean> {
  const filter = declaredFor("person", person);
  const { records } = await allRecords(client, declaredItems, filter);
  const ids = [...records.keys()];
  if (ids.length > FEW) {
    return (await deleteRecords(client, declaredItems, ids)).size === 0;
  }
  for (const id of ids) await deleteRecord(client, declaredItems, id);
  return true;
}
