import type { ValidatedSource } from "../../../config/sources.ts";
import { utcDayAt } from "../../zoned_time.ts";
import { readAll } from "./all_pages.ts";
import { SchedulePage, type ShiftFields, ShiftPage } from "./schema.ts";
import { withSlackIds } from "./slack_ids.ts";
import { vendorOf } from "./vendor.ts";
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
import { SECONDS_PER_DAY } from "../../../time.ts";

const DAY_S = SECONDS_PER_DAY;
const SCHEDULES = "/api/v1/schedules/";

/**
 * The schedules of Grafana OnCall, and of IRM in Grafana Cloud. Of a schedule
 * by itself it knows no levels.
 */
export function grafanaRoster(source: ValidatedSource<"grafana">): ReadRoster {
  return rosterFrom(
    vendorOf(source),
    source,
    (account, source, window) =>
      readScheduled(account, source, window, {
        list: () => readAll(account, SCHEDULES, {}, SchedulePage),
        read: (id) => readTurns(account, id, window),
        readPeople: (people) => withSlackIds(account, people),
      }),
  );
}

/**
 * Who is on a schedule. Grafana cuts shifts off at both dates (grafana/oncall,
 * public_api/views/schedules.py) and takes a date for its midnight in UTC.
 */
async function readTurns(
  account: Account,
  id: string,
  window: ReadingWindow,
): Promise<Outcome<PersonPeriod[]>> {
  const asked = lookBackWindow(window, DAY_S);
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

/** Whole days of an imported calendar end at 23:59:59 UTC, a second too soon. */
function endOf({ shift_end: end }: ShiftFields): number {
  return (end + 1) % DAY_S === 0 ? end + 1 : end;
}
