import { call, type SlackClient } from "./call.ts";

/** Posts to a channel, or to a person by their id. Names are not linked: nobody is notified. */
export async function postMessage(
  client: SlackClient,
  channel: string,
  text: string,
): Promise<void> {
  await call(client, "chat.postMessage", {
    channel,
    text,
    unfurl_links: false,
  });
}
