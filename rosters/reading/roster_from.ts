import type { SoundSource } from "../../config/sources.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
} from "../port.ts";
import { type Account, accountOf, type Vendor } from "./account.ts";
import type { Outcome } from "./outcome.ts";

/** A vendor's roster: `read` gives all of a source, or why it is unreadable. */
export function rosterFrom<S extends SoundSource>(
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
    const reading = account.ok
      ? await read(account.value, source, window, context)
      : account;
    return reading.ok
      ? reading.value
      : unreadableSource(source.id, reading.reason);
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
