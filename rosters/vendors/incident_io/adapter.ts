import type { ValidatedSource } from "../../../config/sources.ts";
import { readEntries, readSchedules } from "./lists.ts";
import { INCIDENT_IO } from "./vendor.ts";
import type { ReadingWindow, ReadRoster } from "../../port.ts";
import { type Account, rosterFrom } from "../../http/account.ts";
import { identityFrom } from "../../http/identities.ts";
import {
  lookBackWindow,
  type PersonPeriod,
  startWithin,
} from "../../http/oncall_periods.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { readScheduled } from "../../http/schedules.ts";
import { SECONDS_PER_HOUR } from "../../../time.ts";

const HOUR_S = SECONDS_PER_HOUR;

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
        list: () => readSchedules(account),
        read: (id) => readTurns(account, id, window),
      }),
  );
}

/**
 * Who is on a schedule. It is not documented whether entries are cut off at the
 * window's ends: they are taken to be.
 */
async function readTurns(
  account: Account,
  id: string,
  window: ReadingWindow,
): Promise<Outcome<PersonPeriod[]>> {
  const asked = lookBackWindow(window, HOUR_S);
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
