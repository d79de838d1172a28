import type { Channel, WorkspacePerson, WorkspaceState } from "./state.ts";

/** A place where messages are: a channel, or a person's messages with the app. */
export type Conversation =
  | { kind: "public" | "private"; id: string; channel: Channel }
  | { kind: "dm"; id: string; person: WorkspacePerson };

/** `DALICE`: the direct message of a person with the app. */
export function directMessageOf(person: string): string {
  return `D${person.slice(1)}`;
}

/**
 * Finds a conversation by its id or, for a direct message with the app, by the
 * person's. A channel that no scenario names exists, with everyone and the app
 * in it.
 *
 * @returns `null` if there is none.
 */
export function findConversation(
  state: WorkspaceState,
  id: string,
): Conversation | null {
  const person = personOf(state, id);
  if (person !== null) {
    return { kind: "dm", id: directMessageOf(person.id), person };
  }
  const channel = state.channels.get(id) ?? unnamedChannel(state, id);
  if (channel === null) return null;
  return { kind: channel.private ? "private" : "public", id, channel };
}

/** The person whom an id names by itself, or by their direct message. */
function personOf(state: WorkspaceState, id: string): WorkspacePerson | null {
  const ids = id.startsWith("D")
    ? [`U${id.slice(1)}`, `W${id.slice(1)}`]
    : [id];
  for (const one of ids) {
    const person = state.people.get(one);
    if (person !== undefined) return person;
  }
  return null;
}

function unnamedChannel(state: WorkspaceState, id: string): Channel | null {
  if (!/^[CG][A-Za-z0-9]+$/.test(id)) return null;
  const channel: Channel = {
    id,
    name: id.toLowerCase(),
    private: false,
    archived: false,
    app: true,
    members: null,
    mentions: true,
    shared: false,
  };
  state.channels.set(id, channel);
  return channel;
}

/** Whether somebody, a person or the app's bot user, is in a conversation. */
export function isIn(
  state: WorkspaceState,
  conversation: Conversation,
  user: string,
): boolean {
  const isApp = user === state.botUserId;
  if (conversation.kind === "dm") {
    return isApp || conversation.person.id === user;
  }
  const { channel } = conversation;
  if (isApp) return channel.app;
  return channel.members?.has(user) ?? isActive(state, user);
}

/** The ids of the people in a channel. */
export function membersOf(state: WorkspaceState, channel: Channel): string[] {
  return channel.members === null
    ? [...state.people.keys()].filter((id) => isActive(state, id))
    : [...channel.members];
}

function isActive({ people }: WorkspaceState, id: string): boolean {
  return people.get(id)?.deleted === false;
}

/** Whether a person sees what is written in a conversation. */
export function canRead(
  state: WorkspaceState,
  conversation: Conversation,
  user: string,
): boolean {
  if (isIn(state, conversation, user)) return true;
  // People of another organization see no channel that they are not in.
  const organization = state.people.get(user)?.organization ?? state.teamId;
  return conversation.kind === "public" && isActive(state, user) &&
    organization === state.teamId;
}

/** Adds somebody, a person or the app's bot user, to a channel. */
export function join(
  state: WorkspaceState,
  channel: Channel,
  user: string,
): void {
  if (user === state.botUserId) channel.app = true;
  else channel.members = new Set(membersOf(state, channel)).add(user);
}
