import type { Config } from "../config/schema.ts";
import { nameMatcher } from "./name_pattern.ts";
import type { RosterIdentity } from "./port.ts";

/** The key by which Slack is asked for a person on a roster. */
export interface SlackLookupKey {
  by: "id" | "email";
  value: string;
}

/** Gives the key of an identity; `null` if nothing says who it is. */
export type LookupKeyOf = (who: RosterIdentity) => SlackLookupKey | null;

/**
 * Decides by which key to look people up. The first of these counts: the table of
 * people in the configuration, the Slack id on the roster, the e-mail, and the
 * first alias whose pattern fits the name.
 *
 * @param config The table of people and the aliases.
 * @returns a function from identities to lookup keys.
 *
 * @example
 * const keyOf = lookupKeysBy({ people: { "email:ann@example.com": "U1" }, aliases: [] });
 * keyOf({ key: "email:ann@example.com", email: "ann@example.com", name: "Ann" });
 * // { by: "id", value: "U1" }
 */
export function lookupKeysBy(
  { people, aliases }: Pick<Config, "people" | "aliases">,
): LookupKeyOf {
  const patterns = aliases.map(({ pattern, person }) => ({
    fits: nameMatcher([pattern]),
    person,
  }));
  const known = new Map<string, string | null>();
  const byAlias = (name: string) => {
    let person = known.get(name);
    if (person === undefined) {
      person = patterns.find(({ fits }) => fits(name))?.person ?? null;
      known.set(name, person);
    }
    return person;
  };
  return (who) => {
    const id = slackIdInTable(who, people) ?? who.slackId;
    if (id) return { by: "id", value: id };
    if (who.email !== null) return { by: "email", value: who.email };
    const person = byAlias(who.name);
    if (person === null) return null;
    return person.includes("@")
      ? { by: "email", value: person.toLowerCase() }
      : { by: "id", value: person };
  };
}

/**
 * The Slack id in the table for an identity's key, or else for its e-mail.
 *
 * @param table Its e-mails are in lower case, as identities have them.
 */
function slackIdInTable(
  identity: RosterIdentity,
  table: Readonly<Record<string, string>>,
): string | null {
  for (const name of [identity.key, identity.email]) {
    if (name !== null && Object.hasOwn(table, name)) return table[name] ?? null;
  }
  return null;
}
