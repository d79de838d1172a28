import { type Conversation, findConversation, isIn } from "./channels.ts";
import { MAX_STRING_BYTES } from "./engine/parameter_types.ts";
import type { Message, SlackEvent, WorkspaceState } from "./state.ts";

/** What a message is made of, besides its time and place. */
export type MessageContent = Omit<Message, "atSeconds" | "ts" | "channel">;

/** Stores a message. Nobody is told of it: see `messageEvents`. */
export function addMessage(
  state: WorkspaceState,
  conversation: Conversation,
  content: MessageContent,
  nowMs: number,
): Message {
  const atSeconds = Math.floor(nowMs / 1000);
  const message: Message = {
    atSeconds,
    ts: nextTimestamp(state, atSeconds),
    channel: conversation.kind === "dm"
      ? conversation.person.id
      : conversation.id,
    ...content,
  };
  state.messages.push(message);
  return message;
}

const MICROSECONDS = 1_000_000;
const lastTimestamps = new WeakMap<WorkspaceState, number>();

/** `1772442000.000017`: seconds and microseconds, later than all before. */
function nextTimestamp(state: WorkspaceState, atSeconds: number): string {
  const own = ++state.sequence % MICROSECONDS;
  const last = lastTimestamps.get(state) ?? 0;
  const next = Math.max(atSeconds * MICROSECONDS + own, last + 1);
  lastTimestamps.set(state, next);
  const fraction = String(next % MICROSECONDS).padStart(6, "0");
  return `${Math.floor(next / MICROSECONDS)}.${fraction}`;
}

/** The message with this `ts` in a conversation, as `chat.*` methods name it. */
export function findMessage(
  state: WorkspaceState,
  { id }: Conversation,
  ts: string,
): Message | undefined {
  return state.messages.find((message) =>
    message.ts === ts && findConversation(state, message.channel)?.id === id
  );
}

/**
 * The events of a message that was posted. Ephemeral messages make none.
 *
 * Slack, "Event triggers"; the comment of `message_posted` in deno-slack-api: in
 * a thread `message_ts` is the parent's, and `thread_ts` the message's own.
 */
export function messageEvents(
  state: WorkspaceState,
  conversation: Conversation,
  message: Message,
): SlackEvent[] {
  const { ts, threadTs, text, ephemeralTo } = message;
  if (ephemeralTo !== undefined) return [];
  if (!isIn(state, conversation, state.botUserId)) return [];
  const posted: SlackEvent = {
    type: "message_posted",
    scopes: [HISTORY_SCOPE[conversation.kind]],
    channel: conversation.id,
    data: {
      channel_id: conversation.id,
      channel_type: conversation.kind,
      message_ts: threadTs ?? ts,
      text: asInput(text),
      ...(threadTs === undefined ? {} : { thread_ts: ts }),
      user_id: message.user === state.botUserId ? null : message.user,
    },
  };
  return [...mentionEvents(state, conversation, message), posted];
}

/**
 * The text as an input can take it. Slack does not say what becomes of a longer
 * one; here it is cut.
 */
function asInput(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MAX_STRING_BYTES) return text;
  const cut = new TextDecoder().decode(bytes.subarray(0, MAX_STRING_BYTES));
  return cut.replace(/\uFFFD+$/, "");
}

const HISTORY_SCOPE: Record<Conversation["kind"], string> = {
  public: "channels:history",
  private: "groups:history",
  dm: "im:history",
};

/**
 * The event of a message, new or edited, that mentions the app.
 *
 * Slack, app_mention: not in direct messages with the app.
 */
export function mentionEvents(
  state: WorkspaceState,
  conversation: Conversation,
  { ts, text, user }: Message,
): SlackEvent[] {
  if (conversation.kind === "dm") return [];
  const { channel, id, kind } = conversation;
  const { botUserId, appId } = state;
  const isMention = user !== botUserId &&
    new RegExp(`<@${botUserId}(\\|[^>]*)?>`).test(text);
  if (!isMention || !channel.app || !channel.mentions) return [];
  return [{
    type: "app_mentioned",
    scopes: ["app_mentions:read"],
    channel: id,
    data: {
      app_id: appId,
      channel_id: id,
      channel_name: channel.name,
      channel_type: kind,
      message_ts: ts,
      text: asInput(text),
      user_id: user,
    },
  }];
}

/** The event of somebody, a person or the app, who joined a channel. */
export function joinEvents(
  state: WorkspaceState,
  conversation: Conversation,
  user: string,
  inviter?: string,
): SlackEvent[] {
  if (!isIn(state, conversation, state.botUserId)) return [];
  const { id, kind } = conversation;
  return [{
    type: "user_joined_channel",
    scopes: [kind === "private" ? "groups:read" : "channels:read"],
    channel: id,
    data: {
      channel_id: id,
      channel_type: kind,
      user_id: user,
      ...(inviter === undefined ? {} : { inviter_id: inviter }),
    },
  }];
}
