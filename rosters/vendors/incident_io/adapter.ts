import { SECONDS_PER_HOUR } from "../../../time.ts";
import { type Account, rosterFrom, type Vendor } from "../../http/account.ts";
import { identityFrom } from "../../http/identities.ts";
import {
  isoOf,
  lookBackWindow,
  type PersonPeriod,
  startWithin,
} from "../../http/oncall_periods.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";
import { type ListedSchedule, readScheduled } from "../../http/schedules.ts";
import type { ReadingWindow, ReadRoster } from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import {
  type EntryFields,
  EntryPage,
  errorMessageOf,
  SchedulePage,
} from "./schema.ts";

const PAGE = { page_size: "100" };

/**
 * https://docs.incident.io/api-reference/introduction. After a 429, Retry-After
 * has the seconds until `rate_limit.retry_after`.
 */
const INCIDENT_IO: Vendor = {
  name: "incident.io",
  credential: "API key",
  remedy: "incident.io API key",
  rights: "read schedules",
  urlSetting: "INCIDENT_IO_API_URL",
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  errorMessageOf,
};

/**
 * The on-call schedules of incident.io. It names rotations, but does not say
 * which is called first.
 */
export function incidentIoRoster(
  source: ValidatedSource<"incident_io">,
): ReadRoster {
  return rosterFrom(
    INCIDENT_IO,
    source,
    (account, source, window) =>
      readScheduled(account, source, window, {
        list: () => listSchedules(account),
        read: (id) => readPeriods(account, id, window),
      }),
  );
}

/** All schedules that the key can see. */
async function listSchedules(
  account: Account,
): Promise<Outcome<ListedSchedule[]>> {
  const path = "/v2/schedules";
  return await readPages<typeof SchedulePage, ListedSchedule>(
    account,
    { path, query: PAGE },
    SchedulePage,
    ({ schedules, pagination_meta }) => {
      const after = pagination_meta?.after;
      const next = after ? { path, query: { ...PAGE, after } } : null;
      return { items: schedules, next };
    },
  );
}

/**
 * Who is on a schedule. The documentation does not say whether entries are cut
 * off at the window's ends; we assume that they are.
 */
async function readPeriods(
  account: Account,
  id: string,
  window: ReadingWindow,
): Promise<Outcome<PersonPeriod[]>> {
  const asked = lookBackWindow(window, SECONDS_PER_HOUR);
  const entries = await readEntries(account, id, asked);
  if (!entries.ok) return entries;
  return success(entries.value.flatMap(({ user, start_at, end_at }) => {
    if (!user) return [];
    const identity = identityFrom("incident_io", {
      ...user,
      slackId: user.slack_user_id,
    });
    return [{ identity, start: startWithin(asked, start_at), end: end_at }];
  }));
}

/**
 * The final entries of a schedule. The cursor of the next page takes the place
 * of the window's start.
 */
async function readEntries(
  account: Account,
  schedule: string,
  asked: ReadingWindow,
): Promise<Outcome<EntryFields[]>> {
  const path = "/v2/schedule_entries";
  const query = (start: string) => ({
    schedule_id: schedule,
    entry_window_start: start,
    entry_window_end: isoOf(asked.until),
  });
  return await readPages<typeof EntryPage, EntryFields>(
    account,
    { path, query: query(isoOf(asked.since)) },
    EntryPage,
    ({ schedule_entries, pagination_meta }) => {
      const after = pagination_meta?.after;
      const next = after ? { path, query: query(after) } : null;
      return { items: schedule_entries.final, next };
    },
  );
}
