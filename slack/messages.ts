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

/** Escapes the same characters: in a message, Slack reads them as markup. */
export function encodeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
