import {
  canRead,
  type Conversation,
  directMessageOf,
  findConversation,
  join,
  membersOf,
} from "../channels.ts";
import type { RunReport } from "../engine/run.ts";
import { joinEvents } from "../messages.ts";
import type { WorkspacePerson } from "../state.ts";
import {
  BadRequest,
  bodyWith,
  type ControlParts,
  textField,
} from "./request.ts";

/** `GET /control/app` */
export function describeApp({ state }: ControlParts) {
  return {
    name: state.appName,
    bot_user_id: state.botUserId,
    app_id: state.appId,
    scopes: [...state.botScopes],
  };
}

/** `GET /control/channels`: the channels, then the direct messages with the app. */
export function listChannels({ state }: ControlParts) {
  const channels = [...state.channels.values()].map((channel) => ({
    id: channel.id,
    name: channel.name,
    private: channel.private,
    archived: channel.archived,
    app: channel.app,
    members: membersOf(state, channel),
  }));
  const directMessages = [...state.people.values()].map(({ id, name }) => ({
    id: directMessageOf(id),
    name,
    private: true,
    archived: false,
    app: true,
    members: [id],
    person: id,
  }));
  return [...channels, ...directMessages];
}

/** `POST /control/channels/{id}/invite` */
export async function inviteApp(
  parts: ControlParts,
  request: Request,
  id: string,
): Promise<{ runs: RunReport[] }> {
  const { state, events, clock } = parts;
  const body = await bodyWith(request, "user");
  const user = personField(parts, body).id;
  const conversation = channelAt(parts, id);
  const { channel } = conversation;
  if (channel.archived) throw new BadRequest(`${id} is archived`);
  if (channel.app) throw new BadRequest(`the app is in ${id} already`);
  if (!canRead(state, conversation, user)) {
    throw new BadRequest(`${user} is not in ${id}`);
  }
  join(state, channel, state.botUserId);
  const joined = joinEvents(state, conversation, state.botUserId, user);
  const runs = events.deliver(joined);
  await parts.advance(clock.now());
  return { runs: runs.map(({ report }) => report) };
}

/** `POST /control/channels/{id}/remove` */
export async function removeApp(
  parts: ControlParts,
  request: Request,
  id: string,
) {
  await bodyWith(request);
  const { channel } = channelAt(parts, id);
  if (!channel.app) throw new BadRequest(`the app is not in ${id}`);
  channel.app = false;
  return { ok: true };
}

/** `POST /control/channels/{id}/archive` */
export async function archiveChannel(
  parts: ControlParts,
  request: Request,
  id: string,
) {
  await bodyWith(request);
  const { channel } = channelAt(parts, id);
  if (channel.archived) throw new BadRequest(`${id} is archived already`);
  channel.archived = true;
  return { ok: true };
}

function channelAt(
  { state }: ControlParts,
  id: string,
): Conversation & { kind: "public" | "private" } {
  const conversation = findConversation(state, id);
  if (conversation === null || conversation.kind === "dm") {
    throw new BadRequest(`no channel ${id}`);
  }
  return conversation;
}

/** The field `user`: a person who can act. */
export function personField(
  { state }: ControlParts,
  body: Record<string, unknown>,
): WorkspacePerson {
  const user = textField(body, "user");
  if (user === undefined) throw new BadRequest("user: required");
  const person = state.people.get(user);
  if (person === undefined) throw new BadRequest(`user: no person ${user}`);
  if (person.deleted) throw new BadRequest(`user: ${user} is deactivated`);
  return person;
}

/**
 * The conversation that a field names, as this person sees it: a channel, or
 * their own direct message with the app.
 */
export function conversationField(
  { state }: ControlParts,
  id: string,
  user: string,
): Conversation {
  const conversation = findConversation(state, id);
  if (conversation === null) throw new BadRequest(`channel: no channel ${id}`);
  if (canRead(state, conversation, user)) return conversation;
  throw new BadRequest(`channel: ${user} is not in ${id}`);
}
