import { plainText } from "../plain_text.ts";
import { call, type SlackClient } from "./call.ts";

/**
 * Posts to a channel, or to a person by their id. Names in the text do not
 * notify the people they name.
 *
 * @param channel Id of a channel or a person.
 * @returns the message's timestamp, which identifies it.
 * @throws {SlackFailure} of kind `unknown` when it may have been posted.
 */
export async function postMessage(
  client: SlackClient,
  channel: string,
  text: string,
): Promise<string> {
  const { ts } = await call(client, "chat.postMessage", {
    channel,
    text,
    unfurl_links: false,
    unfurl_media: false,
  });
  return String(ts ?? "");
}

/**
 * Replaces the text of a message that the app posted.
 *
 * @param ts The timestamp that posting it returned.
 * @throws {SlackFailure} when the call fails.
 */
export async function updateMessage(
  client: SlackClient,
  channel: string,
  ts: string,
  text: string,
): Promise<void> {
  await call(client, "chat.update", { channel, ts, text });
}

/** Decodes the three characters that Slack escapes in all text it returns: `&`, `<` and `>`. */
export function decodeEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/**
 * Characters that Slack reads as markup, and what is shown in their place. Slack
 * has no escape for those below the first three, so these are characters that look
 * alike. An underscore within a word is none: `PAGERDUTY_TOKEN`.
 */
const MARKUP: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "*": "\u2217",
  "_": "\u02CD",
  "~": "\u223C",
  "`": "\u02CB",
};

/** An instant as ISO 8601 writes it: `2026-03-02T09:00:00Z`. */
const INSTANT =
  /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z\b|[+-]\d\d:\d\d\b)/g;

/**
 * A text of somebody else's within a message: on one line, and without markup. So
 * it forms no line, code, link or mention of its own. Instants in it are shown by
 * each reader's own clock.
 */
export function escapeText(text: string): string {
  return plainText(text).replace(
    /[&<>*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
    (character) => MARKUP[character]!,
  ).replace(INSTANT, readerTime);
}

function readerTime(instant: string): string {
  const atSeconds = Math.floor(Date.parse(instant) / 1000);
  return atSeconds >= 0 ? dateToken(atSeconds) : instant;
}

/**
 * Slack's token for an instant: each reader sees it by their own clock.
 *
 * @param fallback For clients that cannot; left out, the time in UTC, which it names.
 */
export function dateToken(atSeconds: number, fallback?: string): string {
  const [day, time] = new Date(atSeconds * 1000).toISOString().split("T");
  const otherwise = fallback ?? `${day} ${time!.slice(0, 5)} UTC`;
  return `<!date^${atSeconds}^{date_short_pretty} {time}|${otherwise}>`;
}
