import {
  canRead,
  type Conversation,
  findConversation,
  isIn,
  membersOf,
} from "../channels.ts";
import type { ApiMethod, Call } from "./method.ts";
import { Refusal } from "./refusal.ts";

export const CONVERSATION_METHODS: readonly ApiMethod[] = [
  {
    name: "conversations.info",
    tier: 3,
    tokens: "any",
    // One for each kind of conversation: see below.
    scope: null,
    errors: ["channel_not_found"],
    perform: describeConversation,
  },
];

const READ_SCOPE: Record<Conversation["kind"], string> = {
  public: "channels:read",
  private: "groups:read",
  dm: "im:read",
};

function describeConversation(call: Call): Record<string, unknown> {
  const { state, args, token } = call;
  const id = args.requiredText("channel");
  const conversation = findConversation(state, id);
  if (conversation === null || conversation.id !== id) {
    throw new Refusal("channel_not_found");
  }
  const needed = READ_SCOPE[conversation.kind];
  if (!token.scopes.has(needed)) {
    throw new Refusal("missing_scope", {
      needed,
      provided: [...token.scopes].join(","),
    });
  }
  const isVisible = canRead(state, conversation, token.owner) ||
    conversation.kind === "public" && token.owner === state.botUserId;
  if (!isVisible) throw new Refusal("channel_not_found");
  return { channel: conversationObject(call, conversation) };
}

function conversationObject(
  { state, args, token }: Call,
  conversation: Conversation,
): Record<string, unknown> {
  if (conversation.kind === "dm") {
    const { id, person } = conversation;
    return {
      id,
      created: 0,
      is_im: true,
      is_archived: false,
      is_org_shared: false,
      user: person.id,
      is_user_deleted: person.deleted,
      ...(args.flag("include_num_members") ? { num_members: 2 } : {}),
    };
  }
  const { channel } = conversation;
  const people = membersOf(state, channel).length;
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: 0,
    is_channel: !channel.private,
    is_group: channel.private,
    is_im: false,
    is_mpim: false,
    is_private: channel.private,
    is_archived: channel.archived,
    is_general: false,
    is_member: isIn(state, conversation, token.owner),
    is_shared: channel.shared,
    is_ext_shared: channel.shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    context_team_id: state.teamId,
    ...(args.flag("include_num_members")
      ? { num_members: people + (channel.app ? 1 : 0) }
      : {}),
  };
}
