import type { Config } from "../../config/schema.ts";
import type { Person } from "../../reconciler/shift.ts";
import { lookupKeysBy } from "../../rosters/lookup_key.ts";
import { identitiesOf, type LookUp } from "../../rosters/map_people.ts";
import type { RosterIdentity, RosterShift } from "../../rosters/port.ts";
import type { KnownPerson } from "./people_file.ts";

/** Who the people on the rosters are, as far as it is known without Slack. */
export interface Identified {
  /** By identity key; people of whom nothing is known are missing. */
  lookUps: ReadonlyMap<string, LookUp>;
  /** By id: a Slack user id, or an address where no id is known. */
  people: ReadonlyMap<string, Person>;
  /** People whose time zone nobody told. */
  withoutZone: ReadonlySet<string>;
}

/**
 * Finds who the identities of rosters are, in the app's order: the table of
 * people, the vendor's Slack id, the address, an alias. An address for which the
 * table, the file or any roster has an id is that person.
 *
 * @param timeZone The zone of people of whom the file tells none.
 */
export function identify(
  shifts: readonly RosterShift[],
  config: Pick<Config, "people" | "aliases">,
  known: readonly KnownPerson[],
  timeZone: string,
): Identified {
  const keyOf = lookupKeysBy(config);
  const identities = identitiesOf(shifts);
  const ids = idsByEmail(identities, config, known, keyOf);
  const told = toldPeople(known, ids);
  const lookUps = new Map<string, LookUp>();
  const people = new Map<string, Person>();
  const withoutZone = new Set<string>();
  const idOf = new Map<string, string>();
  for (const who of identities) {
    const key = keyOf(who);
    if (key === null) continue;
    const id = key.by === "id" ? key.value : ids.get(key.value) ?? key.value;
    idOf.set(who.key, id);
    const { name, tz } = told.get(id) ?? {};
    const held = people.get(id);
    const person = held && (name || isNamed(held)) ? held : {
      id,
      name: name ?? who.name,
      time_zone: tz ?? timeZone,
    };
    people.set(id, person);
    if (!tz) withoutZone.add(id);
  }
  for (const [key, id] of idOf) {
    lookUps.set(key, { ok: true, person: people.get(id)! });
  }
  return { lookUps, people, withoutZone };
}

/** Whether a person has a name, and not only an address or an id. */
function isNamed({ id, name }: Person): boolean {
  return name !== id && !name.includes("@") && !/^[UW][A-Z0-9]{8,}$/.test(name);
}

function idsByEmail(
  identities: readonly RosterIdentity[],
  { people }: Pick<Config, "people">,
  known: readonly KnownPerson[],
  keyOf: ReturnType<typeof lookupKeysBy>,
): Map<string, string> {
  const ids = new Map<string, string>();
  const add = (email: string | null, id: string | null) => {
    if (email !== null && id !== null && !ids.has(email)) ids.set(email, id);
  };
  for (const [identity, id] of Object.entries(people)) {
    if (identity.includes("@")) add(identity, id);
  }
  for (const { email, id } of known) add(email, id);
  for (const who of identities) {
    const key = keyOf(who);
    if (key?.by === "id") add(who.email, key.value);
  }
  return ids;
}

/** What the file tells, by id, or by address where it has no id. */
function toldPeople(
  known: readonly KnownPerson[],
  ids: ReadonlyMap<string, string>,
): Map<string, Pick<KnownPerson, "name" | "tz">> {
  return new Map(known.map(({ email, id, name, tz }) => {
    const own = id ?? ids.get(email!) ?? email!;
    return [own, { name, tz }];
  }));
}
