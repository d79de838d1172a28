import type { Result } from "../../reconciler/change.ts";
import { allRecords, putRecords } from "../../slack/record_store.ts";
import { type RunResults, runResults } from "../../slack/records/runs.ts";
import type { Execution } from "../execution.ts";

/**
 * Removes the values of a person's presence from the results that runs stored for
 * their reports. The other records of `runs` hold none.
 *
 * @returns whether none is left.
 */
export async function redactResults(
  { client }: Execution,
  person: string,
): Promise<boolean> {
  // Other records of the datastore do not parse as results, and are left alone.
  const { records } = await allRecords(client, runResults);
  const unredacted = [...records.values()].filter(({ results }) =>
    results.some((each) => hasValuesOf(each, person))
  );
  const redacted = unredacted.map((record): RunResults => ({
    ...record,
    results: record.results.map((each) =>
      hasValuesOf(each, person) ? redactedOf(each) : each
    ),
  }));
  return (await putRecords(client, runResults, redacted)).size === 0;
}

function hasValuesOf(
  entry: unknown,
  person: string,
): entry is { result: Result } {
  const { result } = entry as { result?: Result };
  return result?.person === person &&
    (result.before !== null || result.after !== null);
}

function redactedOf({ result }: { result: Result }): { result: Result } {
  return { result: { ...result, before: null, after: null } };
}
