import type { ValidatedSource } from "../../../config/sources.ts";
import { withEmails } from "./directory.ts";
import { type TimeOff, WhosOut } from "./schema.ts";
import { BAMBOOHR } from "./vendor.ts";
import { daysAfter, spanOf, utcDayAt } from "../../zoned_time.ts";
import type {
  Days,
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
} from "../../port.ts";
import { type Account, rosterFrom } from "../../http/account.ts";
import { validate } from "../../http/validate.ts";
import { get } from "../../http/request.ts";
import { identifyPeople, identityFrom } from "../../http/identities.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import {
  type OncallPeriod,
  ONLY_LEVEL,
  readingOf,
} from "../../http/oncall_periods.ts";
import { SECONDS_PER_DAY } from "../../../time.ts";

const PATH = "/api/v1/time_off/whos_out";
/** BambooHR has one list for the whole company. */
const LABEL = "Time off";
const DAY_S = SECONDS_PER_DAY;

/**
 * BambooHR's "Who's Out": whole days of approved time off. Holidays of the
 * company name nobody and are left out. It gives no e-mails; the directory does.
 */
export function bambooHrRoster(
  source: ValidatedSource<"bamboohr">,
): ReadRoster {
  return rosterFrom(BAMBOOHR, source, readTimeOff);
}

async function readTimeOff(
  account: Account,
  source: ValidatedSource<"bamboohr">,
  window: ReadingWindow,
  { timeZone }: RosterContext,
): Promise<Outcome<RosterReading>> {
  const answer = await get(account, PATH, {
    // It is already tomorrow, or still yesterday, for some of the people.
    start: utcDayAt(window.since - DAY_S),
    end: utcDayAt(window.until + DAY_S),
    // Else the filter that the key's owner saved for themselves would count.
    filter: "off",
  });
  if (!answer.ok) return answer;
  const listed = validate(account, WhosOut, PATH, answer.value);
  if (!listed.ok) return listed;
  const absences = listed.value.flatMap((entry) =>
    entry.type === "timeOff" ? [stretchOf(entry, source.id, timeZone)] : []
  );
  const stretches = await identifyPeople(
    absences,
    window,
    (people) => withEmails(account, people),
  );
  if (!stretches.ok) return stretches;
  const schedules = [{ schedule: source.id, name: LABEL }];
  return success(readingOf(source, window, stretches.value, schedules));
}

function stretchOf(
  entry: TimeOff,
  schedule: string,
  timeZone: string,
): OncallPeriod {
  const { employeeId: id, name } = entry;
  const days = daysOf(entry);
  return {
    identity: identityFrom("bamboohr", { id, name: name || `employee ${id}` }),
    schedule,
    label: LABEL,
    level: ONLY_LEVEL,
    days,
    ...spanOf(days, timeZone),
  };
}

/** BambooHR counts the last day in. Without an end it may be the last there is. */
function daysOf({ start, end }: TimeOff): Days {
  return { from: start, until: daysAfter(end, 1) };
}
