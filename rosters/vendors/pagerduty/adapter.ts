import { api } from "@pagerduty/pdjs";
import {
  type Account,
  type Answer,
  type Ask,
  rosterFrom,
  type Vendor,
} from "../../http/account.ts";
import { identifyPeople } from "../../http/identities.ts";
import { ONLY_LEVEL, readingOf } from "../../http/oncall_periods.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { askAt } from "../../http/request.ts";
import { readEach } from "../../http/schedules.ts";
import type { ReadingWindow, ReadRoster, RosterReading } from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import { readOncalls } from "./oncalls.ts";
import { type Policy, readPolicies, withoutLevels } from "./policies.ts";
import { readSchedule } from "./schedules.ts";
import { errorMessageOf } from "./schema.ts";
import { readIdentities } from "./users.ts";

/**
 * Makes one call with pdjs 2.2.4, which makes its address and its headers. The
 * call itself is handed to it (see `cross-fetch/`), because every limit of a
 * call holds for PagerDuty too. pdjs gets an empty answer, so that it does not
 *
 * - repeat the call three times after a 429, which cannot be switched off,
 * - reject with a response if the body is not JSON.
 *
 * Its timeout only leaves a timer behind, so it is switched off.
 */
const askByPdjs: Ask = async (account, path, query, signal) => {
  let answer: Answer | undefined;
  const request = {
    url: account.base + path,
    token: account.token,
    queryParameters: query,
    requestTimeout: 0,
    fetch: async (url: string, { headers }: { headers: Headers }) => {
      answer = await askAt(account, url, { headers, signal });
      return new Response(null, { status: 204 });
    },
  };
  await api(request);
  if (answer !== undefined) return answer;
  throw new Error(
    "built by a Deno that ignores links; deploy with Deno 2.4 or newer",
  );
};

/** PagerDuty's REST API. */
const PAGERDUTY: Vendor = {
  name: "PagerDuty",
  credential: "API key",
  remedy: "read-only PagerDuty API key",
  hint: `for an account in the EU, region: "eu" in the configuration`,
  rights: "read schedules, escalation policies and users",
  urlSetting: "PAGERDUTY_API_URL",
  // pdjs adds the token.
  headers: () => ({}),
  retryAfterOf: (headers) => Number(headers.get("ratelimit-reset") ?? NaN),
  errorMessageOf,
  ask: askByPdjs,
  // Ten thousand on-call entries, each with its person, are 10 to 20 MB.
  readingMegabytes: 32,
};

/**
 * PagerDuty's REST API, read with `@pagerduty/pdjs`. The source is read whole or is
 * unreadable, with two exceptions. A schedule that PagerDuty does not have is
 * unreadable by itself. If PagerDuty does not have an escalation policy, the
 * schedules that were read count, and all others are unreadable.
 */
export function pagerDutyRoster(
  source: ValidatedSource<"pagerduty">,
): ReadRoster {
  return rosterFrom(PAGERDUTY, source, readAccount);
}

async function readAccount(
  account: Account,
  source: ValidatedSource<"pagerduty">,
  window: ReadingWindow,
): Promise<Outcome<RosterReading>> {
  const { schedules, escalation_policies, levels } = source;
  const policies = await readPolicies(account, escalation_policies, levels);
  if (!policies.ok) return policies;
  const { found } = policies.value;
  const oncalls = await readListed(account, source, found, window);
  if (!oncalls.ok) return oncalls;
  // The names in `/oncalls` come last, so they win.
  const names = new Map([
    ...found.flatMap(({ named }) => named),
    ...oncalls.value.map((each) => [each.schedule, each.label] as const),
  ]);
  const absent = levelsOfAbsent(schedules, found, names);
  const direct = await readEach(
    account,
    [...absent.keys()],
    (id) => readSchedule(account, id, absent.get(id)!, window),
  );
  if (!direct.ok) return direct;
  for (const { schedule, name } of direct.value.found) {
    names.set(schedule, name);
  }
  const periods = await identifyPeople(
    [
      ...oncalls.value,
      ...direct.value.found.flatMap(({ periods }) => periods),
    ],
    window,
    (people) => readIdentities(account, people),
  );
  if (!periods.ok) return periods;
  const named = [...names].map(([schedule, name]) => ({ schedule, name }));
  const unreadable = [
    ...policies.value.unreadable,
    ...direct.value.unreadable,
  ];
  const reading = readingOf(source, window, periods.value, named, unreadable);
  const rejected = [...reading.rejected, ...withoutLevels(found, source)];
  return success({ ...reading, rejected });
}

/** Everyone whom `/oncalls` lists for the schedules, and for the policies at the chosen levels. */
async function readListed(
  account: Account,
  { schedules, levels }: ValidatedSource<"pagerduty">,
  policies: readonly Policy[],
  window: ReadingWindow,
) {
  const scheduled = await readOncalls(
    account,
    { by: "schedule_ids[]", ids: schedules },
    window,
  );
  // On a 404, reading each schedule by itself shows which one is missing.
  if (!scheduled.ok && scheduled.status !== 404) return scheduled;
  const escalated = await readOncalls(
    account,
    {
      by: "escalation_policy_ids[]",
      ids: policies.map(({ id }) => id),
      levels,
    },
    window,
  );
  if (!escalated.ok) return escalated;
  return success([
    ...(scheduled.ok ? scheduled.value : []),
    ...escalated.value,
  ]);
}

/**
 * The schedules that `/oncalls` leaves out and that must be read by themselves,
 * each with its level. It lists a policy's layer-based schedules if anyone is on
 * them, so of a policy's schedules only the shift-based ones are read. A
 * schedule in no escalation policy has no levels.
 */
function levelsOfAbsent(
  schedules: readonly string[],
  policies: readonly Policy[],
  listed: ReadonlyMap<string, string>,
): Map<string, number> {
  const levels = new Map<string, number>();
  for (const { shiftBased } of policies) {
    for (const { schedule, level } of shiftBased) {
      levels.set(schedule, Math.min(level, levels.get(schedule) ?? level));
    }
  }
  for (const id of schedules) levels.set(id, levels.get(id) ?? ONLY_LEVEL);
  return new Map([...levels].filter(([id]) => !listed.has(id)));
}
