import type { ValidatedSource } from "../../../config/sources.ts";
import type { ReadingWindow, ReadRoster, RosterReading } from "../../port.ts";
import { readIdentities } from "./identities.ts";
import { readOncalls } from "./oncalls.ts";
import { type Policy, readPolicies } from "./policies.ts";
import { readSchedule } from "./schedules.ts";
import { PAGERDUTY } from "./vendor.ts";
import { type Account, rosterFrom } from "../../http/account.ts";
import { readEach } from "../../http/schedules.ts";
import { identifyPeople } from "../../http/identities.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { ONLY_LEVEL, readingOf } from "../../http/oncall_periods.ts";

/**
 * PagerDuty's REST API, read with `@pagerduty/pdjs`. The source is read whole
 * or it is unreadable, but for schedules that PagerDuty does not have: those
 * are unreadable one by one. Of an escalation policy that it does not have
 * nobody knows whom it called: what is read counts, what is not may be its.
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
  const policies = await readPolicies(account, source.escalation_policies);
  if (!policies.ok) return policies;
  const { found } = policies.value;
  const oncalls = await readListed(account, source.schedules, found, window);
  if (!oncalls.ok) return oncalls;
  // What `/oncalls` says things are called comes last, and so counts.
  const names = new Map([
    ...found.flatMap(({ named }) => named),
    ...oncalls.value.map((each) => [each.schedule, each.label] as const),
  ]);
  const levels = levelsOfAbsent(source.schedules, found, names);
  const direct = await readEach(
    account,
    [...levels.keys()],
    (id) => readSchedule(account, id, levels.get(id)!, window),
  );
  if (!direct.ok) return direct;
  for (const { schedule, name } of direct.value.found) {
    names.set(schedule, name);
  }
  const stretches = await identifyPeople(
    [
      ...oncalls.value,
      ...direct.value.found.flatMap(({ stretches }) => stretches),
    ],
    window,
    (people) => readIdentities(account, people),
  );
  if (!stretches.ok) return stretches;
  const named = [...names].map(([schedule, name]) => ({ schedule, name }));
  const unreadable = [
    ...policies.value.unreadable,
    ...direct.value.unreadable,
  ];
  return success(readingOf(source, window, stretches.value, named, unreadable));
}

/** Whom `/oncalls` lists for the schedules, and for the policies. */
async function readListed(
  account: Account,
  schedules: readonly string[],
  policies: readonly Policy[],
  window: ReadingWindow,
) {
  const scheduled = await readOncalls(
    account,
    { by: "schedule_ids[]", ids: schedules },
    window,
  );
  // Not found: reading each by itself tells which one it was.
  if (!scheduled.ok && scheduled.status !== 404) return scheduled;
  const escalated = await readOncalls(
    account,
    { by: "escalation_policy_ids[]", ids: policies.map(({ id }) => id) },
    window,
  );
  if (!escalated.ok) return escalated;
  return success([
    ...(scheduled.ok ? scheduled.value : []),
    ...escalated.value,
  ]);
}

/**
 * The schedules that are to be read by themselves, each with its level: those
 * that `/oncalls` leaves out. Of a policy's own that is only to be expected of
 * shift-based ones; anything else that is not listed has nobody on it. Outside
 * every escalation policy there are no levels.
 */
function levelsOfAbsent(
  schedules: readonly string[],
  policies: readonly Policy[],
  listed: ReadonlyMap<string, string>,
): Map<string, number> {
  const levels = new Map<string, number>();
  for (const { shift_based } of policies) {
    for (const { schedule, level } of shift_based) {
      levels.set(schedule, Math.min(level, levels.get(schedule) ?? level));
    }
  }
  for (const id of schedules) levels.set(id, levels.get(id) ?? ONLY_LEVEL);
  return new Map([...levels].filter(([id]) => !listed.has(id)));
}
