import { chunk } from "../../chunk.ts";
import { ON_CALL } from "../../reconciler/on_call.ts";
import type {
  Person,
  RosterSnapshot,
  Shift,
  Unmapped,
  UnplacedShift,
} from "../../reconciler/shift.ts";
import { unknownReason } from "../../reconciler/wanted.ts";
import type { LookupKeyOf } from "../../rosters/lookup_key.ts";
import type { LookUp } from "../../rosters/map_people.ts";
import type { RosterIdentity, RosterShift } from "../../rosters/port.ts";
import { spanAnywhere } from "../../rosters/zoned_time.ts";

/** On-call shifts that a reading lacks, as last known. They silence nobody, and are not shown. */
export type Remembered = Pick<RosterSnapshot, "remembered" | "unplaced">;

/**
 * The on-call shifts of the last snapshot, and those that it remembered itself,
 * if their roster could not be read this time. Each snapshot passes them on to
 * the next one, however long the outage lasts.
 *
 * @param last `null` if there is none.
 * @param at When the rosters were read (Unix seconds).
 */
export function carriedOver(
  last: RosterSnapshot | null,
  unreadable: RosterSnapshot["unreadable"],
  at: number,
): Remembered {
  if (last === null) return { remembered: [], unplaced: [] };
  return {
    remembered: stillUnread(
      [...last.shifts.filter(isOfOnCall), ...last.remembered],
      unreadable,
      at,
    ),
    unplaced: last.unplaced.filter((shift) =>
      stillUnread([placed(shift, "")], unreadable, at).length > 0
    ),
  };
}

/** Those of earlier shifts that are not over, and whose roster could not be read this time. */
export function stillUnread<T extends Omit<Shift, "person">>(
  shifts: readonly T[],
  unreadable: RosterSnapshot["unreadable"],
  at: number,
): T[] {
  return shifts.filter((shift) =>
    (shift.end === null || shift.end > at) &&
    unknownReason(
        { person: "", ...shift },
        { unreadable, unmapped: [] },
        at,
      ) !==
      null
  );
}

export function isOfOnCall({ state }: Pick<Shift, "state">): boolean {
  return state === ON_CALL;
}

/** The shift as a source would give it, so that its person is looked up again. */
export function toRosterShift(shift: UnplacedShift): RosterShift {
  const { identity: key, email, group, ...when } = shift;
  const identity = { key, email, name: "", ...(group ? { group } : {}) };
  return { ...when, identity, state: ON_CALL, label: "", level: 1 };
}

/** The on-call shifts of people, or of groups, who are not found among Slack's people this time. */
export function missingOnCall(
  shifts: readonly RosterShift[],
  unmapped: readonly Unmapped[],
  lookupKeyOf: LookupKeyOf,
): UnplacedShift[] {
  const missing = new Set(unmapped.map(({ identity }) => identity));
  return shifts
    .filter((shift) => isOfOnCall(shift) && missing.has(shift.identity.key))
    .map((shift) => toUnplaced(shift, lookupKeyOf));
}

/** Slack user ids by identity, and by address. A group stands for its members. */
export type KnownPeople = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * For whom identities stood in the last snapshot, and for whom addresses stand
 * that were found this time under another identity. Sources that have no ids of
 * their own name people by address: `json:ann@example.com`.
 */
export function knownPeople(
  last: RosterSnapshot | null,
  identities: readonly RosterIdentity[],
  lookupKeyOf: LookupKeyOf,
  lookUps: ReadonlyMap<string, LookUp>,
): KnownPeople {
  const known = new Map<string, Set<string>>();
  const add = (key: string, person: string) => {
    known.set(key, (known.get(key) ?? new Set()).add(person));
  };
  const { shifts = [], remembered = [], unmapped = [] } = last ?? {};
  const before = [
    ...[...shifts, ...remembered].map(({ identity, person }) => ({
      identity,
      people: [person],
    })),
    ...unmapped,
  ];
  for (const { identity, people = [] } of before) {
    const name = identity.slice(identity.indexOf(":") + 1);
    for (const person of people) {
      add(identity, person);
      if (name.includes("@")) add(name, person);
    }
  }
  for (const who of identities) {
    const lookUp = lookUps.get(who.key);
    const lookupKey = lookupKeyOf(who);
    if (lookUp?.ok && lookupKey) add(lookupKey.value, lookUp.person.id);
  }
  return known;
}

/** Gives shifts to the people for whom their identity or address is known to stand. */
export function placeAsKnown(
  shifts: readonly UnplacedShift[],
  known: KnownPeople,
): Shift[] {
  return shifts.flatMap((shift) => {
    const { identity, email } = shift;
    const keys = email === null ? [identity] : [identity, email];
    const people = new Set(keys.flatMap((key) => [...known.get(key) ?? []]));
    return [...people].map((person) => placed(shift, person));
  });
}

/** A group may have tens of thousands of members, and an entry is stored whole. */
const PEOPLE_PER_ENTRY = 5000;

/** Notes for whom identities stood before, so that the next snapshot knows it too. */
export function withKnownPeople(
  unmapped: readonly Unmapped[],
  known: KnownPeople,
): Unmapped[] {
  return unmapped.flatMap((each) => {
    const people = [...known.get(each.identity) ?? []];
    if (people.length === 0) return [each];
    return chunk(people, PEOPLE_PER_ENTRY)
      .map((people) => ({ ...each, people }));
  });
}

/** Whole days on call of people whose time zone could not be looked up: in every zone. */
export function daysAnywhere(
  shifts: readonly RosterShift[],
  people: readonly Person[],
  lookupKeyOf: LookupKeyOf,
): Shift[] {
  const known = new Set(people.map(({ id }) => id));
  return shifts.flatMap((shift) => {
    const lookupKey = lookupKeyOf(shift.identity);
    if (!shift.days || !isOfOnCall(shift) || lookupKey?.by !== "id") return [];
    const { value } = lookupKey;
    return known.has(value)
      ? []
      : [placed(toUnplaced(shift, lookupKeyOf), value)];
  });
}

/**
 * All that a snapshot remembers.
 *
 * @param carried From the last snapshot.
 * @param found What looking up its unplaced shifts again has shown.
 * @param missing Of this reading, with the people they stood for before.
 * @param whole Whole days in every zone.
 */
export function joinRemembered(
  carried: Remembered,
  found: { shifts: readonly Shift[]; unmapped: readonly Unmapped[] },
  missing: Remembered,
  whole: readonly Shift[],
): Remembered {
  const unfound = new Set(found.unmapped.map(({ identity }) => identity));
  return {
    remembered: distinct([
      ...carried.remembered,
      ...found.shifts,
      ...missing.remembered,
      ...whole,
    ]),
    unplaced: distinct([
      ...carried.unplaced.filter(({ identity }) => unfound.has(identity)),
      ...missing.unplaced,
    ]),
  };
}

/** Each of the shifts once. */
function distinct<T>(shifts: readonly T[]): T[] {
  const found = new Map(shifts.map((each) => [JSON.stringify(each), each]));
  return [...found.values()];
}

function toUnplaced(
  { identity, source, schedule, days, ...when }: RosterShift,
  lookupKeyOf: LookupKeyOf,
): UnplacedShift {
  const { key, group = null } = identity;
  const lookupKey = lookupKeyOf(identity);
  const email = lookupKey?.by === "email" ? lookupKey.value : null;
  const reach = days ? spanAnywhere(days) : when;
  const { start } = reach;
  const end = when.end === null ? null : reach.end;
  return { start, end, source, schedule, identity: key, email, group };
}

function placed(
  { email: _, group: __, ...shift }: UnplacedShift,
  person: string,
): Shift {
  return { ...shift, person, state: ON_CALL, label: "", level: 1 };
}
