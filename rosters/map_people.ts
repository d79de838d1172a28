import type { Person, Shift, Unmapped } from "../reconciler/shift.ts";
import { compareKeys } from "./order.ts";
import type { RosterIdentity, RosterShift } from "./port.ts";

/** What looking an identity up in Slack gave. */
export type LookUp = { ok: true; person: Person } | {
  ok: false;
  reason: string;
  /** Whether the look-up itself failed: it says nothing of the person. */
  passing: boolean;
};

/** A roster in Slack's terms, sorted, nothing twice. */
export interface MappedRoster {
  shifts: Shift[];
  /** The people of the shifts whose name and time zone are known. */
  people: Person[];
  unmapped: Unmapped[];
}

/**
 * Everybody on the shifts, once, by key. Where readings of one person differ,
 * the one with an e-mail is kept, since that can be looked up.
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
  if (one.email === null) return other.email === null && one.name < other.name;
  if (other.email === null) return true;
  return compareKeys([one.email, one.name], [other.email, other.name]) < 0;
}

/**
 * The Slack id that the explicit table gives an identity: by its key, else by
 * its e-mail. Keys of the table are as the identities have them: e-mails in
 * lower case. `null` when it says nothing.
 */
export function slackIdInTable(
  identity: RosterIdentity,
  table: Readonly<Record<string, string>>,
): string | null {
  for (const name of [identity.key, identity.email]) {
    if (name !== null && Object.hasOwn(table, name)) return table[name] ?? null;
  }
  return null;
}

/**
 * Gives every shift its Slack account: the table's, else what was looked up
 * (by identity key). The table needs no look-up to succeed: one that failed
 * costs only the person's name and time zone.
 */
export function mapPeople(
  shifts: readonly RosterShift[],
  table: Readonly<Record<string, string>>,
  lookUps: ReadonlyMap<string, LookUp>,
): MappedRoster {
  const identities = new Map(identitiesOf(shifts).map((who) => [who.key, who]));
  const mapped = new Map<string, Shift>();
  const people = new Map<string, Person>();
  const unmapped = new Map<string, Unmapped>();

  for (const shift of shifts) {
    const who = identities.get(shift.identity.key) ?? shift.identity;
    const lookUp = lookUps.get(who.key);
    const person = slackIdInTable(who, table) ??
      (lookUp?.ok ? lookUp.person.id : null);
    if (person === null) {
      const missing = unmappedOf(who, shift.source, lookUp);
      unmapped.set(JSON.stringify([who.key, shift.source]), missing);
      continue;
    }
    const inSlack = { ...shift, person, identity: who.key };
    mapped.set(JSON.stringify(keysOf(inSlack)), inSlack);
    if (lookUp?.ok && lookUp.person.id === person) {
      people.set(person, lookUp.person);
    }
  }
  return {
    shifts: sortedBy(mapped.values(), keysOf),
    people: sortedBy(people.values(), ({ id }) => [id]),
    unmapped: sortedBy(unmapped.values(), (one) => [one.identity, one.source]),
  };
}

function unmappedOf(
  who: RosterIdentity,
  source: string,
  lookUp: LookUp | undefined,
): Unmapped {
  const reason = lookUp !== undefined && !lookUp.ok
    ? lookUp.reason
    : who.email === null
    ? "the roster gives no e-mail address and the table of people has no entry"
    : "was not looked up in Slack";
  const passing = lookUp !== undefined && !lookUp.ok && lookUp.passing;
  return { identity: who.key, name: who.name, source, reason, passing };
}

function keysOf(shift: Shift): (string | number)[] {
  const { start, schedule, person, identity, source, state, level } = shift;
  // An end that is not known sorts last; JSON writes Infinity as null.
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
  return [...items].sort((a, b) => compareKeys(keys(a), keys(b)));
}
