import { call, type SlackClient } from "./call.ts";

/**
 * Posts to a channel, or to a person by their id. Names are not linked: nobody
 * is notified.
 *
 * @returns the message's timestamp, by which it can be changed.
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

/** Writes a message of the app's own anew; `ts` is what posting it returned. */
export async function updateMessage(
  client: SlackClient,
  channel: string,
  ts: string,
  text: string,
): Promise<void> {
  await call(client, "chat.update", { channel, ts, text });
}

/** Slack escapes `&`, `<` and `>` in all text it returns. */
export function decodeEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** What must be escaped in the text of a message. */
export function encodeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
