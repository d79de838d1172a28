// Before pdjs, which reads these globals while it loads.
import "./node_globals.ts";
import { api } from "@pagerduty/pdjs";
import {
  type Account,
  type Ask,
  rosterFrom,
  type Vendor,
} from "../../http/account.ts";
import { identifyPeople } from "../../http/identities.ts";
import { ONLY_LEVEL, readingOf } from "../../http/oncall_periods.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { readEach } from "../../http/schedules.ts";
import type { ReadingWindow, ReadRoster, RosterReading } from "../../port.ts";
import type { ValidatedSource } from "../../sources.ts";
import { readOncalls } from "./oncalls.ts";
import { type Policy, readPolicies, withoutLevels } from "./policies.ts";
import { readSchedule } from "./schedules.ts";
import { errorMessageOf } from "./schema.ts";
import { readIdentities } from "./users.ts";

/**
 * Makes one call with pdjs 2.2.4:
 * - Its retries on 429 cannot be switched off, so they follow at once
 *   (`retryTimeout: 0`).
 * - Its timeout only leaves a timer behind, so it is switched off.
 * - It does not throw on a 4xx. On a body that is not JSON or breaks off it rejects
 *   with the response.
 * - It passes `redirect` to `fetch`, which must not send the token to another host.
 */
const askByPdjs: Ask = async ({ base, token }, path, query, signal) => {
  try {
    const { status, headers, data } = await api({
      url: base + path,
      token,
      queryParameters: query,
      redirect: "manual",
      signal,
      requestTimeout: 0,
      retryTimeout: 0,
    });
    return { status, headers, data, text: "" };
  } catch (thrown) {
    if (signal.aborted || !isAnswer(thrown)) throw thrown;
    const { status, headers } = thrown;
    return { status, headers, data: undefined, text: "" };
  }
};

function isAnswer(thrown: unknown): thrown is Response {
  return typeof thrown === "object" && thrown !== null &&
    "status" in thrown && typeof thrown.status === "number" &&
    "headers" in thrown;
}

/** PagerDuty's REST API. */
const PAGERDUTY: Vendor = {
  name: "PagerDuty",
  credential: "API key",
  remedy: "read-only PagerDuty API key",
  hint: `for an account in the EU, region: "eu" in the configuration`,
  rights: "read schedules, escalation policies and users",
  urlSetting: "PAGERDUTY_API_URL",
  // pdjs sends the token itself.
  headers: () => ({}),
  retryAfterOf: (headers) => Number(headers.get("ratelimit-reset") ?? NaN),
  errorMessageOf,
  ask: askByPdjs,
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
