import type { Message, WorkspaceState } from "../state.ts";
import { isObject } from "./arguments.ts";
import type { ApiMethod, Call } from "./method.ts";
import { Refusal } from "./refusal.ts";

/** Slack, chat.postMessage: longer text is cut. */
const LONGEST_TEXT = 40_000;
/** Slack, chat.update: longer text is refused. */
const LONGEST_UPDATE = 4_000;

export const CHAT_METHODS: readonly ApiMethod[] = [
  {
    name: "chat.postMessage",
    tier: "post_message",
    tokens: "any",
    scope: "chat:write",
    errors: [
      "channel_not_found",
      "invalid_blocks",
      "invalid_blocks_format",
      "no_text",
    ],
    verbatim: true,
    perform: postMessage,
  },
  {
    name: "chat.update",
    tier: 3,
    tokens: "any",
    scope: "chat:write",
    errors: [
      "channel_not_found",
      "invalid_blocks",
      "invalid_blocks_format",
      "message_not_found",
      "msg_too_long",
      "no_text",
    ],
    verbatim: true,
    perform: updateMessage,
  },
];

function postMessage(call: Call): Record<string, unknown> {
  const { state, args, nowSeconds } = call;
  const channel = args.requiredText("channel");
  const conversation = knownConversation(state, channel);
  const { text = "", blocks } = readContent(call);
  args.text("thread_ts");
  const fraction = String(++state.sequence % 1_000_000).padStart(6, "0");
  const message: Message = {
    atSeconds: nowSeconds,
    ts: `${nowSeconds}.${fraction}`,
    channel,
    text: text.slice(0, LONGEST_TEXT),
    ...(blocks === undefined ? {} : { blocks }),
  };
  state.messages.push(message);
  return {
    channel: conversation,
    ts: message.ts,
    message: messageObject(call, message),
  };
}

function updateMessage(call: Call): Record<string, unknown> {
  const { state, args } = call;
  const conversation = knownConversation(state, args.requiredText("channel"));
  const ts = args.requiredText("ts");
  const { text, blocks } = readContent(call);
  if (text !== undefined && [...text].length > LONGEST_UPDATE) {
    throw new Refusal("msg_too_long");
  }
  const message = state.messages.find((posted) =>
    posted.ts === ts && conversationOf(posted.channel) === conversation
  );
  if (message === undefined) throw new Refusal("message_not_found");
  // Slack, chat.update: blocks stay only when neither they nor text are given.
  if (blocks !== undefined) message.blocks = blocks;
  else if (text !== undefined) delete message.blocks;
  if (text !== undefined) message.text = text;
  return {
    channel: conversation,
    ts,
    text: escapeMessage(message.text),
    message: messageObject(call, message),
  };
}

/** A channel, or the direct message that a person's id stands for. */
function conversationOf(channel: string): string {
  return /^[UW]/.test(channel) ? `D${channel.slice(1)}` : channel;
}

function knownConversation(state: WorkspaceState, channel: string): string {
  const person = state.people.get(channel);
  const known = person === undefined
    ? /^[CD][A-Za-z0-9]+$/.test(channel)
    : !person.deleted;
  if (!known) throw new Refusal("channel_not_found");
  return person === undefined ? channel : conversationOf(channel);
}

function readContent(call: Call): { text?: string; blocks?: unknown[] } {
  const { args } = call;
  const text = args.text("text") ?? args.text("markdown_text");
  const blocks = args.decoded("blocks");
  if (blocks !== undefined) {
    const error = refuseBlocks(blocks);
    if (error !== null) throw new Refusal(error);
  }
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (text === undefined && !hasBlocks && !args.has("attachments")) {
    throw new Refusal("no_text");
  }
  return {
    ...(text === undefined ? {} : { text }),
    ...(hasBlocks ? { blocks: structuredClone(blocks) } : {}),
  };
}

function messageObject(
  { state, token }: Call,
  message: Message,
): Record<string, unknown> {
  return {
    type: "message",
    user: token.owner,
    ...(token.source === "execution" ? { app_id: state.appId } : {}),
    team: state.teamId,
    ts: message.ts,
    text: escapeMessage(message.text),
    ...(message.blocks === undefined
      ? {}
      : { blocks: structuredClone(message.blocks) }),
  };
}

/**
 * A message's text is markup: `<@U1>` is a mention and `&amp;` an ampersand
 * already, so only an ampersand on its own is escaped.
 */
function escapeMessage(text: string): string {
  return text.replace(/&(?!amp;|lt;|gt;)/g, "&amp;");
}

/** Slack, "Blocks": at most 50 in a message. */
const MOST_BLOCKS = 50;
/** Slack, "Section block": characters of its text and of one field. */
const LONGEST_SECTION = 3000;
const LONGEST_FIELD = 2000;
const MOST_FIELDS = 10;
/** Slack, "Header block": characters of its text. */
const LONGEST_HEADER = 150;
/** Slack, "Context block": its elements. */
const MOST_CONTEXT_ELEMENTS = 10;

/**
 * The error with which Slack refuses these blocks of a message, or `null`.
 * Only the limits that a long report meets are imitated.
 */
function refuseBlocks(
  blocks: unknown,
): "invalid_blocks_format" | "invalid_blocks" | null {
  if (!Array.isArray(blocks) || !blocks.every(isObject)) {
    return "invalid_blocks_format";
  }
  return blocks.length <= MOST_BLOCKS && blocks.every(fits)
    ? null
    : "invalid_blocks";
}

function fits(block: Record<string, unknown>): boolean {
  if (typeof block.type !== "string") return false;
  switch (block.type) {
    case "section":
      return fitsSection(block);
    case "header":
      return isText(block.text, LONGEST_HEADER);
    case "context":
      return isList(block.elements, MOST_CONTEXT_ELEMENTS);
    default:
      return true;
  }
}

function fitsSection({ text, fields }: Record<string, unknown>): boolean {
  if (text === undefined && fields === undefined) return false;
  if (text !== undefined && !isText(text, LONGEST_SECTION)) return false;
  return fields === undefined ||
    isList(fields, MOST_FIELDS) &&
      (fields as unknown[]).every((field) => isText(field, LONGEST_FIELD));
}

function isText(value: unknown, longest: number): boolean {
  if (!isObject(value) || typeof value.text !== "string") return false;
  const { length } = [...value.text];
  return length >= 1 && length <= longest;
}

function isList(value: unknown, most: number): boolean {
  return Array.isArray(value) && value.length >= 1 && value.length <= most;
}
