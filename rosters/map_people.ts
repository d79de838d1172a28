import type { Person, Shift, Unmapped } from "../reconciler/shift.ts";
import type { HandleOf } from "./lookup_key.ts";
import { groupKey } from "./members.ts";
import { compareKeys } from "./merge_shifts.ts";
import type { RosterIdentity, RosterShift } from "./port.ts";
import { spanOf } from "./zoned_time.ts";

/** What looking an identity up in Slack gave. */
export type LookUp = { ok: true; person: Person } | {
  ok: false;
  reason: string;
  /** Whether the look-up itself failed: it says nothing of the person. */
  passing: boolean;
};

/** A roster in Slack's terms, sorted, nothing twice. */
interface MappedRoster {
  shifts: Shift[];
  /** The people of the shifts whose name and time zone are known. */
  people: Person[];
  unmapped: Unmapped[];
}

/**
 * Everybody on the shifts, once, by key. Where readings of one person differ,
 * the one is kept that can be looked up: by Slack id, else by e-mail.
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
  const [id = "", otherId = ""] = [one.slack_id, other.slack_id];
  if (id !== otherId) return otherId === "" || id !== "" && id < otherId;
  if (one.email === null) return other.email === null && one.name < other.name;
  if (other.email === null) return true;
  return compareKeys([one.email, one.name], [other.email, other.name]) < 0;
}

/**
 * Gives every shift its Slack account: the id that is known, else what was
 * looked up (by identity key). A known id needs no look-up to succeed: one that
 * failed costs only the person's name and time zone, unless Slack says that it
 * is nobody's. Whole days are those of
 * the person's own zone, else of `timeZone` (an IANA name).
 */
export function mapPeople(
  shifts: readonly RosterShift[],
  handleOf: HandleOf,
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
    const handle = handleOf(who);
    const found = lookUp?.ok ? lookUp.person : null;
    const isNobody = lookUp?.ok === false && !lookUp.passing;
    const person = handle?.by === "id" && !isNobody
      ? handle.value
      : found?.id ?? null;
    if (person === null) {
      const missing = unmappedOf(who, shift.source, handle !== null, lookUp);
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

/** The shift without its days: from and until when they last in the zone. */
function inZone({ days, ...shift }: RosterShift, timeZone: string) {
  if (days === undefined) return shift;
  const { start, end } = spanOf(days, timeZone);
  return { ...shift, start, end: shift.end === null ? null : end };
}

function unmappedOf(
  who: RosterIdentity,
  source: string,
  hasHandle: boolean,
  lookUp: LookUp | undefined,
): Unmapped {
  const reason = lookUp !== undefined && !lookUp.ok
    ? lookUp.reason
    : hasHandle
    ? "was not looked up in Slack"
    : "the roster gives no e-mail address, and neither the table of people nor an alias knows them";
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
