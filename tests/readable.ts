/**
 * What no message may have that people read: it is for people, not for the code's
 * authors. Every session of `tests/sync/`, and a sample of the
 * simulation, has its messages read by it.
 */

/** A message as `/control/messages` answers it. */
export interface Posted {
  channel: string;
  text: string;
}

/** What a session knows that tells its names from words. */
export interface Names {
  /** Ids of people, channels and schedules. */
  ids: readonly string[];
  /** Names of states in the configuration that nobody would say. */
  states: readonly string[];
  /** People whom a channel may mention: operators. */
  mentionable: readonly string[];
}

/** Longest message of one line, and longest line of a list. */
const LONGEST_TEXT = 400;
const LONGEST_LINE = 600;

/**
 * A text as Slack shows it: dates and links by their words, mentions by a name. An
 * operator needs the id of a record, and names in backticks, as they are: to type
 * them.
 */
function asShown(text: string): string {
  return text
    .replace(/<!date\^\d+\^[^|>]+\|([^>]+)>/g, "$1")
    .replace(/<(?:https?|slack):[^|>]+\|([^>]+)>/g, "$1")
    .replace(/<?https?:[^>\s]+>?/g, "a link")
    // Names as they are written in the configuration and in commands.
    .replace(/`[^`]+`/g, "a name")
    .replace(/\brecord \S+ of [a-z_]+/g, "a record")
    // Slack knows no name of them.
    .replace(/(?:\b\S+ \(slack:|nobody in Slack has )\S+/g, "nobody")
    .replace(/<(?:@|#|!subteam\^)[A-Z0-9]+(?:\|[^>]*)?>/g, "somebody");
}

/** @returns what is wrong with it, for people; nothing if it can be read. */
export function complaints(
  { channel, text }: Posted,
  { ids, states, mentionable }: Names,
): string[] {
  const shown = asShown(text);
  const found: string[] = [];
  const look = (what: string, pattern: RegExp, where = shown) => {
    const [match] = pattern.exec(where) ?? [];
    if (match !== undefined) found.push(`${what} "${match}"`);
  };
  if (states.length > 0) {
    // As a setting's place in the configuration an operator needs it.
    const keys = states.join("|");
    look("the key of a state", new RegExp(`(?<!\\bstates\\.)\\b(${keys})\\b`));
  }
  if (ids.length > 0) look("an id", new RegExp(`\\b(${ids.join("|")})\\b`));
  look("an id", /\b(?:Fx|Ft|Tr|Et)\d+\b/);
  look("a time in UTC", /\d{4}-\d\d-\d\dT\d\d:\d\d|\b\d{10}\b/);
  look("no word", /\b(?:null|undefined|NaN)\b|\[object /);
  if (channel.startsWith("C")) {
    for (const [, who] of text.matchAll(/<@([A-Z0-9]+)>/g)) {
      if (!mentionable.includes(who!)) found.push(`a mention of ${who}`);
    }
    look("a mention of many", /<!(?:channel|here|everyone)>/, text);
  }
  const lines = shown.split("\n");
  const longest = lines.length === 1 ? LONGEST_TEXT : LONGEST_LINE;
  for (const line of lines) {
    if (line.length > longest) {
      found.push(`${line.length} characters without a break`);
    }
  }
  return found;
}
