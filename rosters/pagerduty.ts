import type { PagerDutySource } from "../config/types.ts";
import type { Unreadable } from "../reconciler/shift.ts";
import { joinTouching, mergeLevels } from "./merge.ts";
import { type Account, accountOf } from "./pagerduty/account.ts";
import { type Entry, sortOut } from "./pagerduty/entry.ts";
import { readIdentities } from "./pagerduty/identities.ts";
import { readOncalls } from "./pagerduty/oncalls.ts";
import type { Outcome } from "./pagerduty/outcome.ts";
import { readSchedules } from "./pagerduty/schedules.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterIdentity,
  RosterReading,
  RosterShift,
} from "./port.ts";

/**
 * PagerDuty's REST API v2, read with `@pagerduty/pdjs`. The source is read
 * whole or it is unreadable, but for schedules that PagerDuty does not have:
 * those are unreadable one by one.
 */
export function pagerDutyRoster(
  source: Required<PagerDutySource>,
): ReadRoster {
  return async (window, context) => {
    const account = accountOf(source, context);
    const reading = account.ok
      ? await readAccount(account.value, source, window)
      : account;
    if (reading.ok) return reading.value;
    const { reason } = reading;
    return {
      shifts: [],
      unreadable: [{ source: source.id, schedule: null, reason }],
      rejected: [],
    };
  };
}

async function readAccount(
  account: Account,
  source: Required<PagerDutySource>,
  window: ReadingWindow,
): Promise<Outcome<RosterReading>> {
  const found = await readEntries(account, source.schedules, window);
  if (!found.ok) return found;
  const { entries, unreadable } = found.value;
  const { kept, rejected } = sortOut(entries, window, source.id);
  const users = kept.map(({ user }) => user);
  const identities = await readIdentities(account, users);
  if (!identities.ok) return identities;
  const shifts = kept.flatMap((entry) => {
    const identity = identities.value.get(entry.user.id);
    return identity ? [shiftOf(entry, identity, source, window)] : [];
  });
  return {
    ok: true,
    value: { shifts: joinTouching(mergeLevels(shifts)), unreadable, rejected },
  };
}

/** The schedules that `/oncalls` leaves out are read by themselves. */
async function readEntries(
  account: Account,
  configured: readonly string[],
  window: ReadingWindow,
): Promise<
  Outcome<{ entries: Entry[]; unreadable: Unreadable[] }>
> {
  const schedules = [...new Set(configured)];
  // Asked for no schedule, `/oncalls` would list the whole account.
  if (schedules.length === 0) {
    return { ok: true, value: { entries: [], unreadable: [] } };
  }
  const listed = await readOncalls(account, schedules, window);
  // Not found: reading each by itself tells which one it was.
  if (!listed.ok && listed.status !== 404) return listed;
  const oncalls = listed.ok ? listed.value : [];
  const seen = new Set(oncalls.map(({ schedule }) => schedule));
  const absent = schedules.filter((id) => !seen.has(id));
  const direct = await readSchedules(account, absent, window);
  if (!direct.ok) return direct;
  const { entries, unreadable } = direct.value;
  return { ok: true, value: { entries: [...oncalls, ...entries], unreadable } };
}

function shiftOf(
  entry: Entry,
  identity: RosterIdentity,
  source: Required<PagerDutySource>,
  window: ReadingWindow,
): RosterShift {
  const { schedule, label, level, start, end } = entry;
  return {
    identity,
    state: source.state,
    start: start ?? 0,
    // Past the window it may be the place where PagerDuty cut the shift off.
    end: end === null || end >= window.until ? null : end,
    source: source.id,
    schedule,
    label,
    level,
  };
}
