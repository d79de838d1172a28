import { findConversation, isIn, join } from "../channels.ts";
import type { RunReport } from "../engine/run.ts";
import { notifiedBy } from "../mentions.ts";
import {
  addMessage,
  joinEvents,
  mentionEvents,
  messageEvents,
} from "../messages.ts";
import type { Message, SlackEvent } from "../state.ts";
import { formatInstant, parseInstant } from "../time.ts";
import { encodeTyped } from "../typed_text.ts";
import { buttonsOf } from "../web_api/buttons.ts";
import { conversationField, personField } from "./channels.ts";
import {
  BadRequest,
  bodyWith,
  type ControlParts,
  countField,
  textField,
} from "./request.ts";

/** `GET /control/messages`, of one channel and since an instant if wanted. */
export function listMessages(parts: ControlParts, { url }: Request) {
  const { state } = parts;
  const { searchParams } = new URL(url);
  for (const name of searchParams.keys()) {
    if (name === "channel" || name === "since") continue;
    throw new BadRequest(`unknown filter ${name}; known: channel, since`);
  }
  const channel = searchParams.get("channel");
  const since = searchParams.get("since");
  const sinceMs = since === null ? -Infinity : parseInstant(since);
  if (sinceMs === null) {
    throw new BadRequest(
      `since: not an ISO 8601 instant with its zone, such as 2026-03-02T08:00:00Z: ${since}`,
    );
  }
  const place = channel === null ? null : findConversation(state, channel)?.id;
  return state.messages
    .filter(({ channel: id, atSeconds }) =>
      atSeconds * 1000 >= sinceMs &&
      (place === null || findConversation(state, id)?.id === place)
    )
    .map((message) => describe(parts, message));
}

function describe({ state }: ControlParts, message: Message) {
  const { blocks, threadTs, ephemeralTo, editedAtSeconds, metadata } = message;
  const buttons = buttonsOf(blocks).map(({ label, actionId, inputs }) => ({
    label,
    action_id: actionId,
    inputs,
  }));
  return {
    at: formatInstant(message.atSeconds * 1000),
    channel: message.channel,
    text: message.text,
    ...(blocks === undefined ? {} : { blocks }),
    ts: message.ts,
    user: message.user,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(ephemeralTo === undefined ? {} : { ephemeral_to: ephemeralTo }),
    ...(editedAtSeconds === undefined
      ? {}
      : { edited_at: formatInstant(editedAtSeconds * 1000) }),
    ...(buttons.length === 0 ? {} : { buttons }),
    notifies: notifiedBy(state, message),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** `POST /control/messages`: a person writes. */
export async function writeMessage(
  parts: ControlParts,
  request: Request,
): Promise<{ channel: string; ts: string; runs: RunReport[] }> {
  const { state, clock, events } = parts;
  const body = await bodyWith(
    request,
    ...["user", "text", "channel", "thread_ts", "times", "apart_ms"],
  );
  const person = personField(parts, body);
  const text = typedField(body);
  const conversation = writableConversation(parts, body, person.id);
  const threadTs = textField(body, "thread_ts");
  if (threadTs !== undefined && !isThread(parts, conversation.id, threadTs)) {
    throw new BadRequest(`thread_ts: no message ${threadTs} in that channel`);
  }
  const times = countField(body, "times", 1) ?? 1;
  const apartMs = countField(body, "apart_ms", 0) ?? 0;
  const joined: SlackEvent[] = [];
  if (
    conversation.kind !== "dm" && !isIn(state, conversation, person.id)
  ) {
    join(state, conversation.channel, person.id);
    joined.push(...joinEvents(state, conversation, person.id));
  }
  const before = events.deliver(joined);
  const message = addMessage(state, conversation, {
    text: encodeTyped(state, text),
    user: person.id,
    ...(threadTs === undefined ? {} : { threadTs }),
  }, clock.now());
  const happened = messageEvents(state, conversation, message);
  const runs = events.deliver(happened, { times, apartMs });
  await parts.advance(clock.now() + (times - 1) * apartMs);
  return {
    channel: message.channel,
    ts: message.ts,
    runs: [...before, ...runs].map(({ report }) => report),
  };
}

/** A text as it is typed; an empty one cannot be sent. */
function typedField(body: Record<string, unknown>): string {
  const text = textField(body, "text");
  if (text === undefined) throw new BadRequest("text: required");
  return text;
}

/**
 * Where a person may write. Who is not in a public channel joins it by writing;
 * without `channel` it is their direct message with the app.
 */
function writableConversation(
  parts: ControlParts,
  body: Record<string, unknown>,
  user: string,
) {
  const id = textField(body, "channel") ?? user;
  const conversation = conversationField(parts, id, user);
  if (conversation.kind === "dm") {
    if (!parts.state.messagesTabReadOnly) return conversation;
    throw new BadRequest("channel: the app's Messages tab is read-only");
  }
  if (!conversation.channel.archived) return conversation;
  throw new BadRequest(`channel: ${id} is archived`);
}

function isThread({ state }: ControlParts, place: string, ts: string): boolean {
  return state.messages.some((message) =>
    message.ts === ts && message.threadTs === undefined &&
    findConversation(state, message.channel)?.id === place
  );
}

/** `PUT /control/messages/{ts}`: a person edits their message. */
export async function editMessage(
  parts: ControlParts,
  request: Request,
  ts: string,
): Promise<{ channel: string; ts: string; runs: RunReport[] }> {
  const { state, clock, events } = parts;
  const body = await bodyWith(request, "user", "text");
  const person = personField(parts, body);
  const text = typedField(body);
  const message = messageAt(parts, ts);
  if (message.user !== person.id) {
    throw new BadRequest(`${ts} is not a message of ${person.id}`);
  }
  const conversation = conversationField(parts, message.channel, person.id);
  message.text = encodeTyped(state, text);
  message.editedAtSeconds = Math.floor(clock.now() / 1000);
  // Slack fires a mention again; no event tells of other edits.
  const runs = events.deliver(mentionEvents(state, conversation, message));
  await parts.advance(clock.now());
  const { channel } = message;
  return { channel, ts, runs: runs.map(({ report }) => report) };
}

/** The message with this `ts`; it is unique in the workspace. */
export function messageAt({ state }: ControlParts, ts: string): Message {
  const message = state.messages.find((one) => one.ts === ts);
  if (message === undefined) throw new BadRequest(`no message ${ts}`);
  return message;
}
