import { type Config, isLinkable } from "../../config/schema.ts";
import { closeGaps } from "../../intervals.ts";
import type {
  Person,
  RosterSnapshot,
  Shift,
  Unmapped,
  UnmappedShift,
} from "../../reconciler/shift.ts";
import { textOf } from "../../reconciler/state_rule.ts";
import { lookupKeysBy } from "../../rosters/lookup_key.ts";
import { identitiesOf, mapPeople } from "../../rosters/map_people.ts";
import { groupsOf, type Members, withMembers } from "../../rosters/members.ts";
import type {
  RosterIdentity,
  RosterReading,
  RosterShift,
} from "../../rosters/port.ts";
import type { SlackClient } from "../../slack/call.ts";
import { asFailure } from "../../slack/failure.ts";
import { userGroupMembers } from "../../slack/user_groups.ts";
import type { Execution } from "../execution.ts";
import { type LookedUp, lookUpPeople } from "./look_up_people.ts";
import {
  carriedOver,
  daysAnywhere,
  joinRemembered,
  type KnownPeople,
  knownPeople,
  missingOnCall,
  placeAsKnown,
  stillUnread,
  toRosterShift,
  withKnownPeople,
} from "./remember_on_call.ts";

const NO_LAST = () => Promise.resolve(null);

/**
 * Turns readings into a snapshot in Slack's terms: with Slack user ids, members
 * in place of user groups, and whole days in each person's own time zone.
 *
 * @param readAt Unix seconds.
 * @param retryMisses Whether to look people up again who were not found lately.
 * @param readLast Reads the last snapshot; `null` if there is none. It is called
 * only if something could not be read, a look-up failed, or a person on call was
 * not found.
 * @returns the snapshot, and the look-ups, which are to be kept for later runs.
 */
export async function mapReadings(
  execution: Execution,
  readings: readonly RosterReading[],
  readAt: number,
  retryMisses = false,
  readLast: () => Promise<RosterSnapshot | null> = NO_LAST,
): Promise<{ snapshot: RosterSnapshot; lookedUp: LookedUp }> {
  const { client, config } = execution;
  const read = readings.flatMap(({ shifts }) => shifts);
  const unreadable = readings.flatMap(({ unreadable }) => unreadable);
  const last = unreadable.length > 0 ? await readLast() : null;
  const carried = carriedOver(last, unreadable, readAt);
  const again = carried.unplaced.map(toRosterShift);
  const groups = await readGroups(client, groupsOf([...read, ...again]));
  const now = withMembers(read, groups);
  const earlier = withMembers(again, groups);
  const lookupKeyOf = lookupKeysBy(config);
  const all = [...now.shifts, ...earlier.shifts];
  const identities = byNearestShift(identitiesOf(all), all);
  const lookedUp = await lookUpPeople(
    execution,
    identities,
    lookupKeyOf,
    retryMisses,
  );
  const { lookUps } = lookedUp;
  const map = (shifts: RosterShift[]) =>
    mapPeople(shifts, lookupKeyOf, lookUps, config.time_zone);
  const mapped = map(now.shifts);
  const found = map(earlier.shifts);
  const unmapped = [...now.unmapped, ...mapped.unmapped];
  const missing = missingOnCall(read, unmapped, lookupKeyOf);
  const isMissing = missing.length > 0 ||
    unmapped.some(({ transient }) => transient);
  const known: KnownPeople = isMissing
    ? knownPeople(last ?? await readLast(), identities, lookupKeyOf, lookUps)
    : new Map();
  const kept = joinRemembered(
    carried,
    {
      shifts: found.shifts,
      unmapped: [...earlier.unmapped, ...found.unmapped],
    },
    { remembered: placeAsKnown(missing, known), unplaced: missing },
    daysAnywhere(now.shifts, mapped.people, lookupKeyOf),
  );
  const snapshot = {
    // Not the run's id, which shows in logs: someone who knows a snapshot's id can replay it.
    version: execution.newId(),
    read_at: readAt,
    unreadable,
    rejected: readings.flatMap(({ rejected }) => rejected),
    schedules: readings.flatMap(({ schedules }) => schedules),
    ...mapped,
    people: withRemembered(mapped.people, kept.remembered, last),
    unmapped: withKnownPeople(unmapped, known),
    unplaced: kept.unplaced,
    unmapped_shifts: [
      ...unmappedShifts(config, read, unmapped),
      ...stillUnread(last?.unmapped_shifts ?? [], unreadable, readAt),
    ],
    ...withoutGaps(mapped.shifts, kept.remembered),
  };
  return { snapshot, lookedUp };
}

/** The shifts of people who were not found, in states that channels may ask about. */
function unmappedShifts(
  config: Config,
  shifts: readonly RosterShift[],
  unmapped: readonly Unmapped[],
): UnmappedShift[] {
  const missing = new Set(unmapped.map(({ identity }) => identity));
  return shifts
    .filter(({ identity, state }) =>
      missing.has(identity.key) && isLinkable(config, state)
    )
    .map(({ identity: { key, name, email }, days: _, ...shift }) => ({
      ...shift,
      identity: key,
      name: name || email || key,
    }));
}

/** Also the people whose shifts are remembered, by the names that they had. */
function withRemembered(
  people: readonly Person[],
  remembered: readonly Shift[],
  last: RosterSnapshot | null,
): Person[] {
  const known = new Set(people.map(({ id }) => id));
  const missing = new Set(
    remembered.map(({ person }) => person).filter((id) => !known.has(id)),
  );
  return [
    ...people,
    ...(last?.people ?? []).filter(({ id }) => missing.has(id)),
  ];
}

/** Closes gaps of a minute or less of each person and state, across sources. */
function withoutGaps(
  shifts: readonly Shift[],
  remembered: readonly Shift[],
): Pick<RosterSnapshot, "shifts" | "remembered"> {
  const all = closeGaps(
    [...shifts, ...remembered],
    ({ person, state }) => `${person} ${state}`,
  );
  return {
    shifts: all.slice(0, shifts.length),
    remembered: all.slice(shifts.length),
  };
}

/** Puts the people first whose shift is under way or starts soon. */
function byNearestShift(
  identities: RosterIdentity[],
  shifts: readonly RosterShift[],
): RosterIdentity[] {
  const starts = new Map<string, number>();
  for (const { identity: { key }, start } of shifts) {
    starts.set(key, Math.min(starts.get(key) ?? Infinity, start));
  }
  const startOf = ({ key }: RosterIdentity) => starts.get(key) ?? Infinity;
  return identities.toSorted((one, other) => startOf(one) - startOf(other));
}

async function readGroups(
  client: SlackClient,
  groups: string[],
): Promise<Map<string, Members>> {
  const read = groups.map(async (group): Promise<[string, Members]> => {
    try {
      return [group, {
        ok: true,
        members: await userGroupMembers(client, group),
      }];
    } catch (thrown) {
      const { message } = asFailure(thrown, "reading a user group");
      return [group, { ok: false, reason: message }];
    }
  });
  return new Map(await Promise.all(read));
}

/**
 * Groups shifts by person, state and text: the reconciler joins the shifts of a
 * group where they touch. Only the rosters' identities tell people apart.
 *
 * @returns a function that gives the key of a shift's group.
 */
export function shownTogether(config: Config): (shift: RosterShift) => string {
  const lookupKeyOf = lookupKeysBy(config);
  return ({ identity, state, level }) => {
    const { email, key } = identity;
    const who = email ?? lookupKeyOf(identity)?.value ?? key;
    const rule = config.states[state];
    return JSON.stringify([who, state, rule ? textOf(rule, level) : ""]);
  };
}
