import * as v from "valibot";
import type { Vendor } from "../../http/account.ts";
import { type Failure, failure } from "../../http/outcome.ts";

/** docs.opsgenie.com/docs/response: `{"message","code"?,"took","requestId"}`. */
const ErrorBody = v.object({ message: v.string() });

/** Opsgenie's REST API v2. */
export const OPSGENIE: Vendor = {
  name: "Opsgenie",
  credential: "API key",
  remedy: "Opsgenie API key with configuration access",
  hint: `for an account in the EU, region: "eu" in the configuration`,
  rights: "read schedules (configuration access, no team's own key)",
  urlSetting: "OPSGENIE_API_URL",
  headers: (token) => ({ authorization: `GenieKey ${token}` }),
  // 1 or 60: which of its two buckets, by the second or minute, is empty.
  retryAfterOf: (headers) =>
    Number(headers.get("x-ratelimit-period-in-sec") ?? NaN),
  errorMessageOf: (body) => {
    const parsed = v.safeParse(ErrorBody, body);
    return parsed.success ? parsed.output.message : "";
  },
};

/** Atlassian's announcement: support and API end on that day. */
const END_MS = Date.parse("2027-04-05T00:00:00Z");

/**
 * A failure that may come of the API's end says where to go: when Opsgenie no
 * longer knows its own list of schedules, or whatever fails after the day.
 */
export function withSuccessor(failed: Failure, nowMs: number): Failure {
  const { status, reason } = failed;
  if (status !== 404 && status !== 410 && nowMs < END_MS) return failed;
  return failure(
    status,
    `${reason}; Opsgenie's API ${nowMs < END_MS ? "ends" : "ended"} on ` +
      `2027-04-05, for some accounts sooner: read its successor instead, by ` +
      `type: "jsm", cloud_id: "…" in shiftlight.config.ts (docs/sources/jsm.md)`,
  );
}
