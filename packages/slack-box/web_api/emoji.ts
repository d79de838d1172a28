/**
 * `:name:`, with a skin tone if wanted: `:wave::skin-tone-3:`. Names of custom
 * emoji may be of any script, without capitals.
 */
const EMOJI = /^:([\p{Ll}\p{Lo}\p{N}_+'-]{1,100}):(:skin-tone-[2-6]:)?$/u;

/** Names that Slack turns into another one. */
const ALIASES: Readonly<Record<string, string>> = { thumbsup: "+1" };

/** A name that begins so stands for an emoji the workspace does not have. */
const UNKNOWN_PREFIX = "no_such_";

/** Slack chooses this one for a text without an emoji. */
export const DEFAULT_EMOJI = ":speech_balloon:";

/** The emoji as Slack stores it, or `null` for one that it refuses. */
export function normalizeEmoji(emoji: string): string | null {
  const match = EMOJI.exec(emoji);
  const name = match?.[1];
  if (name === undefined || name.startsWith(UNKNOWN_PREFIX)) return null;
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return `:${alias}:${match?.[2] ?? ""}`;
}
