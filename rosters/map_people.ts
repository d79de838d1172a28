import type { Person, Shift, Unmapped } from "../reconciler/shift.ts";
import type { LookupKeyOf } from "./lookup_key.ts";
import { groupKey } from "./members.ts";
import { compareKeys } from "./merge_shifts.ts";
import type { RosterIdentity, RosterShift } from "./port.ts";
import { spanOf } from "./zoned_time.ts";

/** The result of looking an identity up in Slack. */
export type LookUp = { ok: true; person: Person } | {
  ok: false;
  reason: string;
  /** Whether the look-up itself failed, which says nothing about the person. */
  transient: boolean;
  /** When a person who was not found is looked up again (Unix seconds). */
  retryAt?: number;
};

/** A roster with Slack ids, sorted, without duplicates. */
interface MappedRoster {
  shifts: Shift[];
  /** The people on the shifts whose name and time zone are known. */
  people: Person[];
  unmapped: Unmapped[];
}

/**
 * The people on the shifts, each once, in order of their keys. If sources describe
 * one person differently, an identity with a Slack id wins, or else one with an
 * e-mail.
 *
 * @param shifts Shifts of people; groups are already taken apart.
 */
export function identitiesOf(shifts: readonly RosterShift[]): RosterIdentity[] {
  const found = new Map<string, RosterIdentity>();
  for (const { identity } of shifts) {
    const held = found.get(identity.key);
    if (held === undefined || isFuller(identity, held)) {
      found.set(identity.key, identity);
    }
  }
  return [...found.values()].sort((a, b) => compareKeys([a.key], [b.key]));
}

function isFuller(one: RosterIdentity, other: RosterIdentity): boolean {
  const [id = "", otherId = ""] = [one.slackId, other.slackId];
  if (id !== otherId) return otherId === "" || id !== "" && id < otherId;
  if (one.email === null) return other.email === null && one.name < other.name;
  if (other.email === null) return true;
  return compareKeys([one.email, one.name], [other.email, other.name]) < 0;
}

/**
 * Gives every shift the Slack account of its person. A known Slack id needs no
 * look-up: if the look-up fails, only the person's name and time zone are missing.
 * If Slack says that the id does not exist, the person is unmapped.
 *
 * @param shifts Shifts of people; groups are already taken apart.
 * @param keyOf Gives the key by which an identity is looked up.
 * @param lookUps The results of the look-ups, by identity key.
 * @param timeZone The zone of whole days if the person's is unknown; an IANA name.
 * @returns the shifts in Slack's terms, and the people who were not found.
 */
export function mapPeople(
  shifts: readonly RosterShift[],
  keyOf: LookupKeyOf,
  lookUps: ReadonlyMap<string, LookUp>,
  timeZone: string,
): MappedRoster {
  const identities = new Map(identitiesOf(shifts).map((who) => [who.key, who]));
  const mapped = new Map<string, Shift>();
  const people = new Map<string, Person>();
  const unmapped = new Map<string, Unmapped>();

  for (const shift of shifts) {
    const who = identities.get(shift.identity.key) ?? shift.identity;
    const lookUp = lookUps.get(who.key);
    const lookupKey = keyOf(who);
    const found = lookUp?.ok ? lookUp.person : null;
    const isUnknown = lookUp?.ok === false && !lookUp.transient;
    const person = lookupKey?.by === "id" && !isUnknown
      ? lookupKey.value
      : found?.id ?? null;
    if (person === null) {
      const missing = unmappedPerson(
        who,
        shift.source,
        lookupKey !== null,
        lookUp,
      );
      unmapped.set(JSON.stringify([who.key, shift.source]), missing);
      continue;
    }
    const own = found?.id === person ? found : null;
    if (own) people.set(person, own);
    const { group } = shift.identity;
    const inSlack = {
      ...inZone(shift, own?.time_zone || timeZone),
      person,
      identity: group === undefined ? who.key : groupKey(group),
    };
    mapped.set(JSON.stringify(keysOf(inSlack)), inSlack);
  }
  return {
    shifts: sortedBy(mapped.values(), keysOf),
    people: sortedBy(people.values(), ({ id }) => [id]),
    unmapped: sortedBy(unmapped.values(), (one) => [one.identity, one.source]),
  };
}

/** The shift with its whole days as times in a zone. */
function inZone({ days, ...shift }: RosterShift, timeZone: string) {
  if (days === undefined) return shift;
  const { start, end } = spanOf(days, timeZone);
  // Days of the years before 1970 stand for "since ever".
  return {
    ...shift,
    start: Math.max(0, start),
    end: shift.end === null ? null : Math.max(0, end),
  };
}

function unmappedPerson(
  who: RosterIdentity,
  source: string,
  hasLookupKey: boolean,
  lookUp: LookUp | undefined,
): Unmapped {
  const reason = lookUp !== undefined && !lookUp.ok
    ? lookUp.reason
    : hasLookupKey
    ? "was not looked up in Slack"
    : "the roster gives no e-mail address, and neither the table of people nor an alias knows them";
  const failed = lookUp?.ok === false ? lookUp : null;
  return {
    identity: who.key,
    name: who.name,
    source,
    reason,
    transient: failed?.transient === true,
    ...(failed?.retryAt === undefined ? {} : { retry_at: failed.retryAt }),
  };
}

function keysOf(shift: Shift): (string | number)[] {
  const { start, schedule, person, identity, source, state, level } = shift;
  // An unknown end sorts last. (JSON writes Infinity as null.)
  const end = shift.end ?? Infinity;
  return [
    start,
    schedule,
    person,
    identity,
    end,
    source,
    state,
    level,
    shift.label,
  ];
}

function sortedBy<T>(
  items: Iterable<T>,
  keys: (item: T) => (string | number)[],
): T[] {
  // The keys are made once for each item, not for each comparison.
  return [...items].map((item) => ({ item, keys: keys(item) }))
    .sort((a, b) => compareKeys(a.keys, b.keys))
    .map(({ item }) => item);
}
