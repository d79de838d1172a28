import { SECOND } from "@std/datetime";
import { SECONDS_PER_DAY } from "../../../time.ts";
import { type Account, rosterFrom, type Vendor } from "../../http/account.ts";
import {
  isoOf,
  type OncallPeriod,
  readingOf,
} from "../../http/oncall_periods.ts";
import { failure, type Outcome, success } from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterIdentity,
  RosterReading,
} from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import { isDate, spanOf } from "../../zoned_time.ts";
import { type Entry, errorMessageOf, RosterPage } from "./schema.ts";

/** In some zones it is already tomorrow, or still yesterday. */
const MARGIN_SECONDS = SECONDS_PER_DAY;

/** The server at the address; error messages call it by its host. */
function vendorOf({ url }: ValidatedSource<"json">): Vendor {
  const { host } = new URL(url);
  return {
    name: host,
    credential: "bearer token",
    remedy: `bearer token for ${host}`,
    rights: "read its shifts",
    urlSetting: "JSON_API_URL",
    headers: (token): Record<string, string> =>
      token === "" ? {} : { authorization: `Bearer ${token}` },
    errorMessageOf,
  };
}

/** Any system that serves the document of docs/sources/json.schema.json. */
export function jsonRoster(source: ValidatedSource<"json">): ReadRoster {
  return rosterFrom(vendorOf(source), source, readDocument);
}

async function readDocument(
  account: Account,
  source: ValidatedSource<"json">,
  window: ReadingWindow,
  { timeZone }: RosterContext,
): Promise<Outcome<RosterReading>> {
  const pages = await readAll(account, source, window);
  if (!pages.ok) {
    return wantsToken(account, pages.status)
      ? failure(pages.status, `${pages.reason}: ${nameTheSecret(account)}`)
      : pages;
  }
  const entries = pages.value.flatMap(({ shifts }) => shifts);
  const listed = pages.value.flatMap(({ schedules }) => schedules);
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  const periods = entries.map((entry) =>
    periodOf(entry, source, names, timeZone)
  );
  for (const { schedule, label } of periods) {
    if (!names.has(schedule)) names.set(schedule, label);
  }
  const named = [...names].map(([schedule, name]) => ({ schedule, name }));
  return success(readingOf(source, window, periods, named));
}

async function readAll(
  account: Account,
  { url }: ValidatedSource<"json">,
  window: ReadingWindow,
): Promise<Outcome<RosterPage[]>> {
  // The account's base ends without the slash that this address may end with.
  const path = url.endsWith("/") ? "/" : "";
  const query = {
    since: isoOf(window.since - MARGIN_SECONDS),
    until: isoOf(window.until + MARGIN_SECONDS),
  };
  return await readPages<typeof RosterPage, RosterPage>(
    account,
    { path, query },
    RosterPage,
    (page) => ({
      items: [page],
      next: page.next === null
        ? null
        : { path, query: { ...query, cursor: page.next } },
    }),
  );
}

function wantsToken({ secret }: Account, status: number | null): boolean {
  return secret === "" && (status === 401 || status === 403);
}

function nameTheSecret({ source }: Account): string {
  return `if it wants a bearer token, give the source ${source} of ` +
    `shiftlight.config.ts the name of its secret as token`;
}

function periodOf(
  entry: Entry,
  source: ValidatedSource<"json">,
  names: ReadonlyMap<string, string>,
  timeZone: string,
): OncallPeriod {
  const schedule = entry.schedule ?? source.id;
  return {
    identity: identityOf(entry.person, source.id),
    schedule,
    label: entry.label ?? names.get(schedule) ?? schedule,
    level: entry.level,
    ...whenOf(entry, timeZone),
    ...(entry.state ? { state: entry.state } : {}),
  };
}

/** Ids and names belong to the endpoint: another endpoint may use the same. */
function identityOf(person: Entry["person"], source: string): RosterIdentity {
  const { id, slack_id } = person;
  const email = person.email?.toLowerCase() ?? null;
  const name = person.name ?? email ?? slack_id ?? id!;
  const anywhere = id === null ? email ?? slack_id : null;
  return {
    key: `json:${anywhere ?? `${source}:${id ?? name}`}`,
    email,
    name,
    ...(slack_id ? { slackId: slack_id } : {}),
  };
}

/** The schema makes sure that both are days or neither is. */
function whenOf(
  { start, end }: Entry,
  timeZone: string,
): Pick<OncallPeriod, "start" | "end" | "days"> {
  if (start !== null && end !== null && isDate(start) && isDate(end)) {
    const days = { from: start, until: end };
    return { ...spanOf(days, timeZone), days };
  }
  return { start: secondsOf(start), end: secondsOf(end) };
}

function secondsOf(time: string | null): number | null {
  return time === null ? null : Math.floor(Date.parse(time) / SECOND);
}
