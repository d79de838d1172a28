import type { Status, WorkspacePerson } from "../state.ts";

const EMPTY: Status = { text: "", emoji: "", expiration: 0 };

/**
 * The status a person has at `nowSeconds` (Unix seconds). Slack resets a
 * status by itself at its expiration, so one that has passed reads as empty.
 */
export function statusAt(person: WorkspacePerson, nowSeconds: number): Status {
  const { expiration } = person.status;
  if (expiration !== 0 && expiration <= nowSeconds) return { ...EMPTY };
  return { ...person.status };
}

/**
 * The snooze a person has at `nowSeconds` (Unix seconds); `snooze_until` is 0
 * without one. An indefinite snooze reads as `snooze_enabled: false`
 * (slack-api-docs#112); `snooze_indefinite` of the person tells it apart.
 */
export function snoozeAt(
  person: WorkspacePerson,
  nowSeconds: number,
): { snooze_enabled: boolean; snooze_until: number } {
  const enabled = !person.snooze_indefinite && person.snooze_until > nowSeconds;
  return {
    snooze_enabled: enabled,
    snooze_until: enabled ? person.snooze_until : 0,
  };
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

/** Text as Slack returns it (Slack, "Formatting text": three characters). */
export function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replace(/[&<>]/g, (character) => ENTITIES[character]!)
    : text;
}

/** A copy of a JSON value with every text in it escaped. */
export function escapeTexts(value: unknown): unknown {
  if (typeof value === "string") return escapeText(value);
  if (Array.isArray(value)) return value.map(escapeTexts);
  if (value === null || typeof value !== "object") return value;
  const escaped: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    escaped[key] = escapeTexts(inner);
  }
  return escaped;
}

/**
 * `:name:`, with a skin tone if wanted: `:wave::skin-tone-3:`. Names of custom
 * emoji may be of any script, without capitals.
 */
const EMOJI = /^:([\p{Ll}\p{Lo}\p{N}_+'-]{1,100}):(:skin-tone-[2-6]:)?$/u;

/** Names that Slack replaces by another one. */
const ALIASES: Readonly<Record<string, string>> = { thumbsup: "+1" };

/** The workspace has no emoji whose name begins like this. */
const UNKNOWN_PREFIX = "no_such_";

/** Slack's emoji for a text without one. */
export const DEFAULT_EMOJI = ":speech_balloon:";

/** The emoji as Slack stores it, or `null` for one that it refuses. */
export function normalizeEmoji(emoji: string): string | null {
  const match = EMOJI.exec(emoji);
  const name = match?.[1];
  if (name === undefined || name.startsWith(UNKNOWN_PREFIX)) return null;
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return `:${alias}:${match?.[2] ?? ""}`;
}
