import type { Config } from "../config/schema.ts";
import type { RosterIdentity } from "./port.ts";

/** The key by which Slack is asked for a person on a roster. */
export interface SlackLookupKey {
  by: "id" | "email";
  value: string;
}

/** Gives the key of an identity; `null` if nothing says who it is. */
export type LookupKeyOf = (who: RosterIdentity) => SlackLookupKey | null;

/**
 * Patterns of the configuration search only the first characters of a text,
 * because anyone can write a longer text and a pattern may take long on it.
 */
export const SEARCHED_CHARACTERS = 200;

/**
 * Decides by which key to look people up. The first of these counts: the table of
 * people in the configuration, the Slack id on the roster, the e-mail, and the
 * first alias whose pattern matches the name.
 *
 * @param config The table of people and the aliases.
 * @returns a function from identities to lookup keys.
 * @throws {SyntaxError} if an alias's pattern is not a regular expression.
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
    pattern: new RegExp(pattern, "iu"),
    person,
  }));
  const known = new Map<string, string | null>();
  const byAlias = (name: string) => {
    const start = name.slice(0, SEARCHED_CHARACTERS);
    let person = known.get(start);
    if (person === undefined) {
      const alias = patterns.find(({ pattern }) => pattern.test(start));
      person = alias?.person ?? null;
      known.set(start, person);
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
