import { SECONDS_PER_DAY } from "../../../time.ts";
import {
  type Account,
  type Ask,
  rosterFrom,
  type Vendor,
} from "../../http/account.ts";
import {
  identifyPeople,
  identityFrom,
  mergeDetails,
} from "../../http/identities.ts";
import {
  type OncallPeriod,
  ONLY_LEVEL,
  readingOf,
} from "../../http/oncall_periods.ts";
import { type Failure, type Outcome, success } from "../../http/outcome.ts";
import { askByFetch, get } from "../../http/request.ts";
import { validate } from "../../http/validate.ts";
import type {
  Days,
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterIdentity,
  RosterReading,
} from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import { daysAfter, spanOf, utcDayAt } from "../../zoned_time.ts";
import { Directory, type TimeOff, WhosOut } from "./schema.ts";

const WHOS_OUT = "/api/v1/time_off/whos_out";
const DIRECTORY = "/api/v1/employees/directory";

/** BambooHR has one list for the whole company. */
const LABEL = "Time off";

/** BambooHR has used both spellings. */
const ERROR_HEADERS = ["x-bamboohr-error-message", "x-bamboohr-error-messsage"];

/** BambooHR describes an error in a header; the body may be anything. */
const ask: Ask = async (...call) => {
  const answer = await askByFetch(...call);
  if (answer.status < 400) return answer;
  const messages = ERROR_HEADERS.map((name) => answer.headers.get(name));
  return { ...answer, data: messages.find((message) => message) ?? "" };
};

/** The key is the user name; the password may be anything. */
function basicOf(token: string): string {
  return btoa(`${token}:x`);
}

/**
 * BambooHR's API v1. A 429 says in `Retry-After` when it is over
 * (documentation.bamboohr.com/docs/planned-changes-to-the-api).
 */
const BAMBOOHR: Vendor = {
  name: "BambooHR",
  credential: "API key",
  remedy: "BambooHR API key",
  hint:
    "the key's owner must be an enabled user of the company in the configuration",
  rights: "see Who's Out, which the company must have turned on",
  urlSetting: "BAMBOOHR_API_URL",
  headers: (token) => ({ authorization: `Basic ${basicOf(token)}` }),
  secretVariants: (token) => [basicOf(token)],
  errorMessageOf: (body) => typeof body === "string" ? body : "",
  ask,
};

/**
 * BambooHR's "Who's Out": whole days of approved time off. Company holidays
 * name no person and are left out. E-mails come from the company's directory.
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
  const answer = await get(account, WHOS_OUT, {
    // For some people it is already tomorrow, or still yesterday.
    start: utcDayAt(window.since - SECONDS_PER_DAY),
    end: utcDayAt(window.until + SECONDS_PER_DAY),
    // Without it, the filter that the key's owner saved for themselves applies.
    filter: "off",
  });
  if (!answer.ok) return answer;
  const listed = validate(account, WhosOut, WHOS_OUT, answer.value);
  if (!listed.ok) return listed;
  const absences = listed.value.flatMap((entry) =>
    entry.type === "timeOff" ? [periodOf(entry, source.id, timeZone)] : []
  );
  const periods = source.directory
    ? await identifyPeople(
      absences,
      window,
      (people) => withEmails(account, people),
    )
    : success(absences);
  if (!periods.ok) return periods;
  const schedules = [{ schedule: source.id, name: LABEL }];
  return success(readingOf(source, window, periods.value, schedules));
}

function periodOf(
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

/** BambooHR's last day is still time off. */
function daysOf({ start, end }: TimeOff): Days {
  return { from: start, until: daysAfter(end, 1) };
}

/**
 * These people by key, with the work e-mails that the directory has. If it is empty
 * (404), people have only their names. If it is closed (403), only the
 * configuration can say that this is meant.
 */
async function withEmails(
  account: Account,
  people: readonly RosterIdentity[],
): Promise<Outcome<Map<string, RosterIdentity>>> {
  const answer = await get(account, DIRECTORY, {});
  if (!answer.ok) {
    if (answer.status === 404) return success(mergeDetails(people, []));
    return answer.status === 403 ? withRemedy(account, answer) : answer;
  }
  const listed = validate(account, Directory, DIRECTORY, answer.value);
  if (!listed.ok) return listed;
  const found = listed.value.employees.flatMap(({ id, workEmail }) => {
    const email = workEmail?.trim().toLowerCase();
    return email ? [{ key: `bamboohr:${id}`, email }] : [];
  });
  return success(mergeDetails(people, found));
}

function withRemedy({ source }: Account, failed: Failure): Failure {
  return {
    ...failed,
    reason:
      `reading the employee directory: ${failed.reason}; if the company does not share ` +
      `it, set directory: false in the source ${source} of shiftlight.config.ts`,
  };
}
