import type { Result } from "../../reconciler/change.ts";
import { allRecords, putRecords } from "../../slack/record_store.ts";
import { type RunResults, runResults } from "../../slack/records/runs.ts";
import type { Execution } from "../execution.ts";

/**
 * Takes out of what runs left for their reports what a person's presence was
 * and became. The other records of `runs` hold nothing of it.
 *
 * @returns whether nothing of it is left.
 */
export async function redactResults(
  { client }: Execution,
  person: string,
): Promise<boolean> {
  // Whatever else is in the store does not parse as results, and is left alone.
  const { records } = await allRecords(client, runResults);
  const telling = [...records.values()].filter(({ results }) =>
    results.some((each) => tellsOf(each, person))
  );
  const redacted = telling.map((record): RunResults => ({
    ...record,
    results: record.results.map((each) =>
      tellsOf(each, person) ? redactedOf(each) : each
    ),
  }));
  return (await putRecords(client, runResults, redacted)).size === 0;
}

function tellsOf(entry: unknown, person: string): entry is { result: Result } {
  const { result } = entry as { result?: Result };
  return result?.person === person &&
    (result.before !== null || result.after !== null);
}

function redactedOf({ result }: { result: Result }): { result: Result } {
  return { result: { ...result, before: null, after: null } };
}
