import type { ValidatedSource } from "../sources.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
} from "../port.ts";
import {
  type Account,
  accountOf,
  type Vendor,
  withoutToken,
} from "./account.ts";
import type { Outcome } from "./outcome.ts";

/** A vendor's roster: `read` gives all of a source, or why it is unreadable. */
export function rosterFrom<S extends ValidatedSource>(
  vendor: Vendor,
  source: S,
  read: (
    account: Account,
    source: S,
    window: ReadingWindow,
    context: RosterContext,
  ) => Promise<Outcome<RosterReading>>,
): ReadRoster {
  return async (window, context) => {
    const account = accountOf(vendor, source, context);
    if (!account.ok) return unreadableSource(source.id, account.reason);
    const reading = await read(account.value, source, window, context);
    if (reading.ok) return reading.value;
    // A field that does not fit may hold what was sent.
    const reason = withoutToken(account.value, reading.reason);
    return unreadableSource(source.id, reason);
  };
}

/** Nothing of the source could be read. */
export function unreadableSource(
  source: string,
  reason: string,
): RosterReading {
  return {
    shifts: [],
    unreadable: [{ source, schedule: null, reason }],
    rejected: [],
    schedules: [],
  };
}
