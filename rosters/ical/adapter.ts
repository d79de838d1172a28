import type { ValidatedSource } from "../sources.ts";
import { readCalendar } from "./calendar.ts";
import { UnreadableFeed } from "./errors.ts";
import { textOfOctets } from "./octets.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
} from "../port.ts";
import {
  type Account,
  rosterFrom,
  type Vendor,
  withoutToken,
} from "../http/account.ts";
import { getOctets } from "../http/request.ts";
import { failure, type Outcome, success } from "../http/outcome.ts";

const CALENDAR: Vendor = {
  name: "The calendar's server",
  credential: "secret part of the address",
  remedy: "secret part of the calendar's address",
  rights: "read the calendar",
  urlSetting: "ICAL_API_URL",
  headers: () => ({ accept: "text/calendar, */*;q=0.5" }),
  errorMessageOf: () => "",
};

/**
 * A calendar in iCalendar format (RFC 5545) at an address. A feed is read whole
 * or is unreadable. A malformed event makes its people unreadable, or is
 * rejected if it names no one.
 */
export function icalRoster(source: ValidatedSource<"ical">): ReadRoster {
  return rosterFrom(CALENDAR, source, readFeed);
}

async function readFeed(
  account: Account,
  source: ValidatedSource<"ical">,
  window: ReadingWindow,
  context: RosterContext,
): Promise<Outcome<RosterReading>> {
  const feed = await getOctets(withSecret(account, source), "", {});
  if (!feed.ok) return feed;
  try {
    const { timeZone } = context;
    const silent = <T extends { reason: string }>(each: T): T => ({
      ...each,
      reason: withoutToken(account, each.reason),
    });
    const { octets, charset } = feed.value;
    const text = textOfOctets(octets, charset);
    const reading = readCalendar(text, source, window, timeZone);
    return success({
      ...reading,
      rejected: reading.rejected.map(silent),
      unreadable: reading.unreadable.map(silent),
    });
  } catch (error) {
    if (!(error instanceof UnreadableFeed)) throw error;
    return failure(
      null,
      `what the calendar's server sent cannot be read: ${error.message}`,
    );
  }
}

/** The account with the secret in its address, and the slash at its end. */
function withSecret(account: Account, { url }: { url: string }): Account {
  const slash = url.endsWith("/") ? "/" : "";
  // A function, because `$` in a replacement text has a meaning.
  const base = account.base.replaceAll(
    "{secret}",
    () => encoded(account.token),
  );
  return { ...account, base: base + slash };
}

/** Keeps what an address may hold: the secret may be several parts of it. */
function encoded(secret: string): string {
  return secret.replace(
    /[^\w.~:/?@!$&'()*+,;=%-]/g,
    (character) => encodeURIComponent(character),
  );
}
