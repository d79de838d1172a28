import { SECOND } from "@std/datetime";
import type { Found } from "../../slack/record_store.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";

/** The clocks of two executions differ by less than this. */
const SKEW_SECONDS = SECONDS_PER_MINUTE;

/** Instants of a record by name (Unix seconds), none of which may be later than now. */
export type PastInstants = Record<string, number | null>;

/**
 * Sets aside the records that say when something happened, and mean the future.
 * Such a record would stop something for good, such as all runs that wait for its
 * writer. It counts as broken.
 *
 * @param instantsOf The instants that may not lie ahead. Of one that may, take off
 * how far.
 * @param now Unix seconds.
 */
export function setAsideAhead<T>(
  { records, broken }: Found<T>,
  store: string,
  instantsOf: (record: T) => PastInstants,
  now: number,
): void {
  for (const [id, record] of records) {
    const ahead = Object.entries(instantsOf(record))
      .find(([, at]) => isAhead(at ?? 0, now));
    if (!ahead) continue;
    records.delete(id);
    const [field, at] = ahead;
    const reason = `${field}: ${isoOf(at!)} is too far ahead`;
    broken.push({ store, id, reason, transient: false });
  }
}

/** Whether an instant lies ahead, by more than clocks differ. */
export function isAhead(at: number, now: number): boolean {
  return at > now + SKEW_SECONDS;
}

function isoOf(at: number): string {
  return new Date(at * SECOND).toISOString().replace(".000Z", "Z");
}
