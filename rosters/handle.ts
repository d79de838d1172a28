import type { Config } from "../config/schema.ts";
import type { RosterIdentity } from "./port.ts";

/** What somebody on a roster is found by in Slack. */
export interface SlackLookupKey {
  by: "id" | "email";
  value: string;
}

/** Whom an identity means; `null`: nothing says. */
export type HandleOf = (who: RosterIdentity) => SlackLookupKey | null;

/** Of a name; anybody may write a longer one, and patterns take their time. */
export const LONGEST_SEARCHED = 200;

/**
 * Whom identities mean: by the explicit table, else as the roster itself knows
 * them in Slack, else by e-mail; whoever has neither by the first alias that
 * fits the name.
 */
export function handlesBy(
  { people, aliases }: Pick<Config, "people" | "aliases">,
): HandleOf {
  const patterns = aliases.map(({ pattern, person }) => ({
    pattern: new RegExp(pattern, "iu"),
    person,
  }));
  const known = new Map<string, string | null>();
  const byAlias = (name: string) => {
    const start = name.slice(0, LONGEST_SEARCHED);
    let person = known.get(start);
    if (person === undefined) {
      const alias = patterns.find(({ pattern }) => pattern.test(start));
      person = alias?.person ?? null;
      known.set(start, person);
    }
    return person;
  };
  return (who) => {
    const id = slackIdInTable(who, people) ?? who.slack_id;
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
 * The Slack id that the explicit table gives an identity: by its key, else by
 * its e-mail. Keys of the table are as the identities have them: e-mails in
 * lower case. `null` when it says nothing.
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
