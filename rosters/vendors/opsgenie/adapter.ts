import { rosterFrom, type Vendor } from "../../http/account.ts";
import { identityFrom } from "../../http/identities.ts";
import type { Failure } from "../../http/outcome.ts";
import type { ReadRoster } from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import { type Dialect, readSchedules } from "./dialect.ts";
import { errorMessageOf, SchedulePage, TimelineAnswer } from "./schema.ts";

/** Opsgenie's REST API v2. */
const OPSGENIE: Vendor = {
  name: "Opsgenie",
  credential: "API key",
  remedy: "Opsgenie API key with configuration access",
  hint: `for an account in the EU, region: "eu" in the configuration`,
  rights: "read schedules (configuration access, no team's own key)",
  urlSetting: "OPSGENIE_API_URL",
  headers: (token) => ({ authorization: `GenieKey ${token}` }),
  // 1 or 60: whether the bucket of the second or of the minute is empty.
  retryAfterOf: (headers) =>
    Number(headers.get("x-ratelimit-period-in-sec") ?? NaN),
  errorMessageOf,
};

const DIALECT: Dialect = {
  path: "/v2/schedules",
  list: SchedulePage,
  timeline: TimelineAnswer,
  // Names are usernames, which in practice are e-mail addresses.
  identityOf: ({ id, name }) => {
    const username = name?.trim().toLowerCase() ?? "";
    const email = /^[^\s@]+@[^\s@]+$/.test(username) ? username : null;
    return identityFrom("opsgenie", { id: id || username, email, name });
  },
};

/**
 * Opsgenie's REST API v2. The source is read whole or it is unreadable, except
 * that a schedule which Opsgenie does not have is unreadable by itself.
 */
export function opsgenieRoster(
  source: ValidatedSource<"opsgenie">,
): ReadRoster {
  return rosterFrom(OPSGENIE, source, async (account, source, window) => {
    const reading = await readSchedules(account, source, window, DIALECT);
    return reading.ok ? reading : withSuccessor(reading, account.clock.now());
  });
}

/** Atlassian's announcement: support and API end on that day. */
const END_MS = Date.parse("2027-04-05T00:00:00Z");

/**
 * Names the successor in a failure that the end of the API may have caused: a
 * missing list of schedules, and any failure after the announced day.
 */
function withSuccessor(failed: Failure, nowMs: number): Failure {
  const { status, reason } = failed;
  if (status !== 404 && status !== 410 && nowMs < END_MS) return failed;
  return {
    ...failed,
    reason:
      `${reason}; Opsgenie's API ${nowMs < END_MS ? "ends" : "ended"} on ` +
      `2027-04-05, for some accounts sooner: read its successor instead, by ` +
      `type: "jsm", cloud_id: "…" in shiftlight.config.ts (docs/sources/jsm.md)`,
  };
}
