import type { SoundSource } from "../config/sources.ts";
import type { ReadingWindow, ReadRoster, RosterReading } from "./port.ts";
import { readIdentities } from "./pagerduty/identities.ts";
import { readOncalls } from "./pagerduty/oncalls.ts";
import { readSchedule } from "./pagerduty/schedules.ts";
import { PAGERDUTY } from "./pagerduty/vendor.ts";
import type { Account } from "./reading/account.ts";
import { readEach } from "./reading/each_schedule.ts";
import { type Outcome, success } from "./reading/outcome.ts";
import { rosterFrom } from "./reading/roster_from.ts";
import { reaches, readingOf } from "./reading/stretch.ts";

/**
 * PagerDuty's REST API v2, read with `@pagerduty/pdjs`. The source is read
 * whole or it is unreadable, but for schedules that PagerDuty does not have:
 * those are unreadable one by one.
 */
export function pagerDutyRoster(
  source: SoundSource<"pagerduty">,
): ReadRoster {
  return rosterFrom(PAGERDUTY, source, readAccount);
}

async function readAccount(
  account: Account,
  source: SoundSource<"pagerduty">,
  window: ReadingWindow,
): Promise<Outcome<RosterReading>> {
  const schedules = [...new Set(source.schedules)];
  // Asked for no schedule, `/oncalls` would list the whole account.
  if (schedules.length === 0) return success(readingOf(source, window, [], []));
  const listed = await readOncalls(account, schedules, window);
  // Not found: reading each by itself tells which one it was.
  if (!listed.ok && listed.status !== 404) return listed;
  const oncalls = listed.ok ? listed.value : [];
  const names = new Map(oncalls.map((each) => [each.schedule, each.label]));
  // The schedules that `/oncalls` leaves out are read by themselves.
  const absent = schedules.filter((id) => !names.has(id));
  const direct = await readEach(
    account,
    absent,
    (id) => readSchedule(account, id, window),
  );
  if (!direct.ok) return direct;
  const { found, unreadable } = direct.value;
  for (const { schedule, name } of found) names.set(schedule, name);
  const entries = [...oncalls, ...found.flatMap(({ entries }) => entries)]
    .filter((entry) => reaches(entry, window));
  const users = entries.map(({ user }) => user);
  const identities = await readIdentities(account, users);
  if (!identities.ok) return identities;
  const stretches = entries.map(({ user, ...entry }) => ({
    ...entry,
    identity: identities.value.get(user.id)!,
  }));
  const named = [...names].map(([schedule, name]) => ({ schedule, name }));
  return success(readingOf(source, window, stretches, named, unreadable));
}
