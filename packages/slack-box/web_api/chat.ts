import { type Conversation, findConversation, isIn } from "../channels.ts";
import { addMessage, findMessage, messageEvents } from "../messages.ts";
import type { Message } from "../state.ts";
import {
  CONTENT_ERRORS,
  readContent,
  readMetadata,
  refuseLongBlocks,
} from "./message_content.ts";
import type { ApiMethod, Call } from "./method.ts";
import { invalidArguments, Refusal } from "./refusal.ts";
import { handleOf } from "./user_object.ts";

/** Slack, chat.postMessage: longer text is cut. */
const LONGEST_TEXT = 40_000;
/** Slack, chat.update: longer text is refused. */
const LONGEST_UPDATE = 4_000;

const METADATA_ERRORS = ["invalid_metadata_format", "invalid_metadata_schema"];

export const CHAT_METHODS: readonly ApiMethod[] = [
  {
    name: "chat.postMessage",
    tier: "post_message",
    tokens: "any",
    scope: "chat:write",
    errors: [
      ...CONTENT_ERRORS,
      ...METADATA_ERRORS,
      "channel_not_found",
      "is_archived",
      "msg_blocks_too_long",
      "not_in_channel",
    ],
    verbatim: true,
    perform: postMessage,
  },
  {
    name: "chat.postEphemeral",
    tier: 4,
    tokens: "any",
    scope: "chat:write",
    errors: [
      ...CONTENT_ERRORS,
      "channel_not_found",
      "is_archived",
      "not_in_channel",
      "user_not_in_channel",
    ],
    verbatim: true,
    perform: postEphemeral,
  },
  {
    name: "chat.update",
    tier: 3,
    tokens: "any",
    scope: "chat:write",
    errors: [
      ...CONTENT_ERRORS,
      ...METADATA_ERRORS,
      "cant_update_message",
      "channel_not_found",
      "is_inactive",
      "message_not_found",
      "msg_too_long",
    ],
    verbatim: true,
    perform: updateMessage,
  },
  {
    name: "chat.getPermalink",
    tier: "hundreds",
    tokens: "any",
    scope: null,
    errors: ["channel_not_found", "message_not_found"],
    verbatim: true,
    perform: getPermalink,
  },
];

function postMessage(call: Call): Record<string, unknown> {
  const { state, token, nowMs } = call;
  const conversation = conversationOf(call, { byPerson: true });
  const content = readContent(call);
  const metadata = readMetadata(call);
  const threadTs = threadOf(call);
  requireWritable(call, conversation);
  refuseLongBlocks(content.blocks);
  const message = addMessage(state, conversation, {
    ...content,
    text: (content.text ?? "").slice(0, LONGEST_TEXT),
    user: token.owner,
    ...(metadata ? { metadata } : {}),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(token.execution === null ? {} : { execution: token.execution }),
  }, nowMs);
  state.publish?.(messageEvents(state, conversation, message));
  return {
    channel: conversation.id,
    ts: message.ts,
    message: messageObject(call, message),
  };
}

/** Slack, chat.postEphemeral: the app and the person are in the channel. */
function postEphemeral(call: Call): Record<string, unknown> {
  const { state, args, token, nowMs } = call;
  const conversation = conversationOf(call);
  const ephemeralTo = args.requiredText("user");
  const content = readContent(call);
  const threadTs = threadOf(call);
  requireWritable(call, conversation);
  if (!isIn(state, conversation, ephemeralTo)) {
    throw new Refusal("user_not_in_channel");
  }
  const { ts } = addMessage(state, conversation, {
    ...content,
    text: content.text ?? "",
    user: token.owner,
    ephemeralTo,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(token.execution === null ? {} : { execution: token.execution }),
  }, nowMs);
  return { message_ts: ts };
}

function updateMessage(call: Call): Record<string, unknown> {
  const { state, args, token, nowSeconds } = call;
  const conversation = conversationOf(call);
  const ts = args.requiredText("ts");
  const { text, blocks } = readContent(call);
  const metadata = readMetadata(call);
  if (text !== undefined && [...text].length > LONGEST_UPDATE) {
    throw new Refusal("msg_too_long");
  }
  const message = findMessage(state, conversation, ts);
  // Slack, chat.postEphemeral: such a message cannot be updated.
  if (message === undefined || message.ephemeralTo !== undefined) {
    throw new Refusal("message_not_found");
  }
  if (message.user !== token.owner) throw new Refusal("cant_update_message");
  if (isArchived(conversation)) throw new Refusal("is_inactive");
  // Slack, chat.update: blocks stay only when neither they nor text are given.
  if (blocks !== undefined) message.blocks = blocks;
  else if (text !== undefined) delete message.blocks;
  if (text !== undefined) message.text = text;
  if (metadata) message.metadata = metadata;
  // Slack, chat.update: an empty object removes it, none keeps it.
  else if (metadata === null) delete message.metadata;
  message.editedAtSeconds = nowSeconds;
  return {
    channel: conversation.id,
    ts,
    text: escapeMessage(message.text),
    message: messageObject(call, message),
  };
}

/** Slack, chat.getPermalink: the link of a reply names its thread. */
function getPermalink(call: Call): Record<string, unknown> {
  const { state, args, token } = call;
  const conversation = conversationOf(call);
  const message = findMessage(
    state,
    conversation,
    args.requiredText("message_ts"),
  );
  if (
    conversation.kind === "private" && !isIn(state, conversation, token.owner)
  ) {
    throw new Refusal("channel_not_found");
  }
  if (message === undefined) throw new Refusal("message_not_found");
  const { ts, threadTs } = message;
  const { id } = conversation;
  const thread = threadTs === undefined
    ? ""
    : `?thread_ts=${threadTs}&cid=${id}`;
  const root = `https://${handleOf(state)}-local.slack.com`;
  return {
    channel: id,
    permalink: `${root}/archives/${id}/p${ts.replace(".", "")}${thread}`,
  };
}

/**
 * The conversation that a call names.
 *
 * @param byPerson Whether a person's id stands for their direct message.
 * @throws {Refusal} `channel_not_found` for what the token's owner cannot reach:
 * only direct messages with the app are imitated.
 */
function conversationOf(
  { state, args, token }: Call,
  { byPerson }: { byPerson: boolean } = { byPerson: false },
): Conversation {
  const named = args.requiredText("channel");
  const conversation = findConversation(state, named);
  if (conversation === null) throw new Refusal("channel_not_found");
  if (conversation.kind !== "dm") return conversation;
  const { person, id } = conversation;
  const isReached = !person.deleted && (byPerson || named === id) &&
    isIn(state, conversation, token.owner);
  if (!isReached) throw new Refusal("channel_not_found");
  return conversation;
}

/** Refuses to write where the token's owner may not. */
function requireWritable(
  { state, token }: Call,
  conversation: Conversation,
): void {
  if (isArchived(conversation)) throw new Refusal("is_archived");
  if (isIn(state, conversation, token.owner)) return;
  const isOpen = conversation.kind === "public" &&
    token.scopes.has("chat:write.public");
  if (!isOpen) throw new Refusal("not_in_channel");
}

function isArchived(conversation: Conversation): boolean {
  return conversation.kind !== "dm" && conversation.channel.archived;
}

/** The message that the new one replies to. */
function threadOf({ args }: Call): string | undefined {
  const ts = args.text("thread_ts");
  if (ts === undefined || /^\d+\.\d+$/.test(ts)) return ts;
  throw invalidArguments("must be a timestamp [json-pointer:/thread_ts]");
}

function messageObject(
  { state, token }: Call,
  message: Message,
): Record<string, unknown> {
  const { ts, text, blocks, threadTs, metadata } = message;
  return {
    type: "message",
    user: token.owner,
    ...(token.source === "execution" ? { app_id: state.appId } : {}),
    team: state.teamId,
    ts,
    text: escapeMessage(text),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(blocks === undefined ? {} : { blocks: structuredClone(blocks) }),
    ...(metadata === undefined ? {} : { metadata: structuredClone(metadata) }),
  };
}

/**
 * A message's text is markup: `<@U1>` is a mention and `&amp;` an ampersand
 * already, so only an ampersand on its own is escaped.
 */
function escapeMessage(text: string): string {
  return text.replace(/&(?!amp;|lt;|gt;)/g, "&amp;");
}
