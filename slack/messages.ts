import { plainText } from "../plain_text.ts";
import { call, type SlackClient } from "./call.ts";

/** A message: its text alone, or with blocks that say the same. */
export type MessageContent = string | {
  text: string;
  blocks: readonly object[];
};

function contentOf(content: MessageContent) {
  return typeof content === "string" ? { text: content } : content;
}

/** Where a message is, as Slack names it. */
export interface MessagePlace {
  /** A channel, or a direct message (`D…`). */
  channel: string;
  /** Its timestamp, which identifies it. */
  ts: string;
}

/**
 * Posts to a channel, or to a person by their id. Names in the text do not
 * notify the people they name.
 *
 * @param channel Id of a channel or a person.
 * @param thread The timestamp of the message that it replies to.
 * @returns the message's timestamp, which identifies it.
 * @throws {SlackFailure} of kind `unknown` when it may have been posted.
 */
export async function postMessage(
  client: SlackClient,
  channel: string,
  content: MessageContent,
  thread: string | null = null,
): Promise<string> {
  return (await postAt(client, channel, content, thread)).ts;
}

/** As `postMessage`, and says where the message is: a person's direct message has an id of its own. */
export async function postAt(
  client: SlackClient,
  channel: string,
  content: MessageContent,
  thread: string | null = null,
): Promise<MessagePlace> {
  const answer = await call(client, "chat.postMessage", {
    channel,
    ...contentOf(content),
    ...(thread === null ? {} : { thread_ts: thread }),
    unfurl_links: false,
    unfurl_media: false,
  });
  return {
    channel: String(answer.channel ?? channel),
    ts: String(answer.ts ?? ""),
  };
}

/**
 * Posts what one person of a channel alone sees, for as long as they do not reload.
 *
 * @throws {SlackFailure} when the call fails: `user_not_in_channel` for one who left.
 */
export async function postEphemeral(
  client: SlackClient,
  channel: string,
  person: string,
  content: MessageContent,
  thread: string | null = null,
): Promise<void> {
  await call(client, "chat.postEphemeral", {
    channel,
    user: person,
    ...contentOf(content),
    ...(thread === null ? {} : { thread_ts: thread }),
  });
}

/** Slack, chat.update: a longer text is refused. */
export const MOST_IN_UPDATE = 4000;

/**
 * Replaces a message that the app posted.
 *
 * @param ts The timestamp that posting it returned.
 * @throws {SlackFailure} when the call fails.
 */
export async function updateMessage(
  client: SlackClient,
  channel: string,
  ts: string,
  content: MessageContent,
): Promise<void> {
  await call(client, "chat.update", { channel, ts, ...contentOf(content) });
}

/**
 * The thread that a message is in: its link names it (Slack, chat.getPermalink),
 * where an event does not.
 *
 * @returns the timestamp of the thread's first message, or the message's own.
 * @throws {SlackFailure} when the call fails.
 */
export async function threadOf(
  client: SlackClient,
  channel: string,
  message_ts: string,
): Promise<string> {
  const args = { channel, message_ts };
  const { permalink } = await call(client, "chat.getPermalink", args);
  const [, thread] = /[?&]thread_ts=([\d.]+)/.exec(String(permalink)) ?? [];
  return thread ?? message_ts;
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
