import type * as v from "valibot";
import { SECONDS_PER_DAY } from "../../../time.ts";
import {
  type Account,
  type Query,
  rosterFrom,
  type Vendor,
} from "../../http/account.ts";
import { identityFrom, mergeDetails } from "../../http/identities.ts";
import {
  lookBackWindow,
  type PersonPeriod,
  startWithin,
} from "../../http/oncall_periods.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";
import { readScheduled } from "../../http/schedules.ts";
import { schemaMismatch } from "../../http/validate.ts";
import type { ReadingWindow, ReadRoster, RosterIdentity } from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import { utcDayAt } from "../../zoned_time.ts";
import {
  errorMessageOf,
  type Page,
  SchedulePage,
  type ShiftFields,
  ShiftPage,
  UserPage,
} from "./schema.ts";

const SCHEDULES = "/api/v1/schedules/";
const USERS = "/api/v1/users/";

/**
 * The OnCall API of Grafana OnCall and of Grafana IRM:
 * https://grafana.com/docs/grafana-cloud/alerting-and-irm/irm/reference/oncall-api/
 * A service account's token needs the address of its stack beside it. Either
 * kind of credential stands alone in its header, without `Bearer`.
 */
function vendorOf({ stack }: ValidatedSource<"grafana">): Vendor {
  const credential = stack === null ? "API key" : "service account token";
  return {
    name: "Grafana OnCall",
    credential,
    remedy: stack === null
      ? "OnCall API key"
      : `service account token of ${new URL(stack).host}`,
    hint: stack === null
      ? "a service account's token (glsa_…) needs the stack's address as well: " +
        "stack in the configuration"
      : "an OnCall API key needs no stack in the configuration",
    // A wrong key is answered with 403: grafana/oncall, apps/auth_token/auth.py,
    // whose authentication announces no challenge.
    rights: "read schedules and users (a wrong or revoked one gets 403, too)",
    urlSetting: "GRAFANA_API_URL",
    headers: (token) => ({
      authorization: token,
      ...(stack === null ? {} : { "x-grafana-url": stack.replace(/\/+$/, "") }),
    }),
    // grafana/oncall, common/api_helpers/mixins.py: RateLimitHeadersMixin.
    retryAfterOf: (headers) =>
      Number(
        headers.get("ratelimit-reset") ?? headers.get("retry-after") ?? NaN,
      ),
    errorMessageOf,
  };
}

/**
 * The schedules of Grafana OnCall, and of IRM in Grafana Cloud. A schedule has
 * no levels there: escalation chains have them.
 */
export function grafanaRoster(source: ValidatedSource<"grafana">): ReadRoster {
  return rosterFrom(
    vendorOf(source),
    source,
    (account, source, window) =>
      readScheduled(account, source, window, {
        list: () => readAll(account, SCHEDULES, {}, SchedulePage),
        read: (id) => readPeriods(account, id, window),
        readPeople: (people) => withSlackIds(account, people),
      }),
  );
}

/**
 * Who is on a schedule. Grafana cuts shifts off at both dates (grafana/oncall,
 * public_api/views/schedules.py) and reads a date as its midnight in UTC.
 */
async function readPeriods(
  account: Account,
  id: string,
  window: ReadingWindow,
): Promise<Outcome<PersonPeriod[]>> {
  const asked = lookBackWindow(window, SECONDS_PER_DAY);
  const path = `${SCHEDULES}${encodeURIComponent(id)}/final_shifts`;
  const query = {
    start_date: utcDayAt(asked.since),
    end_date: utcDayAt(asked.until),
  };
  const shifts = await readAll(account, path, query, ShiftPage);
  if (!shifts.ok) return shifts;
  return success(shifts.value.map((shift) => ({
    identity: identityFrom("grafana", {
      id: shift.user_pk,
      email: shift.user_email,
      name: shift.user_username,
    }),
    start: startWithin(asked, shift.shift_start),
    end: endOf(shift),
  })));
}

/** Whole days of an imported calendar end at 23:59:59 UTC, a second too early. */
function endOf({ shift_end: end }: ShiftFields): number {
  return (end + 1) % SECONDS_PER_DAY === 0 ? end + 1 : end;
}

/**
 * These people by key, with the Slack ids that Grafana has. Only its list of
 * users has them.
 */
async function withSlackIds(
  account: Account,
  people: readonly RosterIdentity[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const users = await readAll(account, USERS, {}, UserPage);
  if (!users.ok) return users;
  const found = users.value.flatMap(({ id, slack }) => {
    const [only, ...others] = [slack ?? []].flat();
    // With several accounts nothing says which workspace each belongs to.
    return only?.user_id && others.length === 0
      ? [{ key: `grafana:${id}`, slackId: only.user_id }]
      : [];
  });
  return success(mergeDetails(people, found));
}

/**
 * Reads one of Grafana's lists, page by page. For a page past the last, Grafana
 * sends the last one again, so each page must have the requested number.
 */
async function readAll<T>(
  account: Account,
  path: string,
  query: Query,
  schema: v.GenericSchema<unknown, Page<T>>,
): Promise<Outcome<T[]>> {
  let page = 1;
  return await readPages<typeof schema, T>(
    account,
    { path, query },
    schema,
    ({ results: items, next, current_page_number: received }) => {
      if (received != null && received !== page) {
        const what =
          `current_page_number: expected ${page}, received ${received}`;
        return schemaMismatch(account.vendor.name, path, what);
      }
      if (next === null) return { items, next };
      page++;
      const nextQuery = { ...query, page: String(page) };
      return { items, next: { path, query: nextQuery } };
    },
  );
}
