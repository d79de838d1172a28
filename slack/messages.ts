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

/**
 * A text of somebody else's within a message: on one line, and without markup. So
 * it forms no line, code, link or mention of its own.
 */
export function escapeText(text: string): string {
  return plainText(text).replace(
    /[&<>*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
    (character) => MARKUP[character]!,
  );
}
