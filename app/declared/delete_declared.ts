import { allRecords, deleteRecords } from "../../slack/record_store.ts";
import {
  declaredFor,
  declaredItems,
} from "../../slack/records/declared_shifts.ts";
import type { Execution } from "../execution.ts";

/**
 * Deletes what a person declared for themselves, whether it parses or not. What
 * they declared for a user group stays.
 *
 * @returns whether nothing of it is left.
 * @throws {SlackFailure} when the datastore cannot be read or written.
 */
export async function forgetDeclared(
  { client }: Execution,
  person: string,
): Promise<boolean> {
  const filter = declaredFor("person", person);
  const { records } = await allRecords(client, declaredItems, filter);
  const ids = [...records.keys()];
  return (await deleteRecords(client, declaredItems, ids)).size === 0;
}
