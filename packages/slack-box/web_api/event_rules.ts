import { problemWithFilter } from "../engine/trigger_filter.ts";
import type { WorkspaceState } from "../state.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

interface EventRule {
  /** Scopes of which the app needs one, or none. */
  scopes: readonly string[];
  /** Whether it happens in a channel, so that its channels must be named. */
  inChannel?: true;
}

const PREFIX = "slack#/events/";
const CHANNELS = ["channels:read"];
const CHANNELS_OR_GROUPS = ["channels:read", "groups:read"];
const INVITES = ["conversations.connect:manage"];

/** Slack, "Event triggers": supported events and their scopes. */
const EVENTS: Readonly<Record<string, EventRule>> = {
  app_mentioned: { scopes: ["app_mentions:read"], inChannel: true },
  channel_archived: { scopes: CHANNELS },
  channel_created: { scopes: CHANNELS },
  channel_deleted: { scopes: CHANNELS },
  channel_renamed: { scopes: CHANNELS },
  channel_shared: { scopes: CHANNELS_OR_GROUPS, inChannel: true },
  channel_unarchived: { scopes: CHANNELS },
  channel_unshared: { scopes: CHANNELS_OR_GROUPS, inChannel: true },
  dnd_updated: { scopes: ["dnd:read"] },
  emoji_changed: { scopes: ["emoji:read"] },
  message_metadata_posted: {
    scopes: ["metadata.message:read"],
    inChannel: true,
  },
  message_posted: {
    scopes: [
      "channels:history",
      "groups:history",
      "im:history",
      "mpim:history",
    ],
    inChannel: true,
  },
  pin_added: { scopes: ["pins:read"], inChannel: true },
  pin_removed: { scopes: ["pins:read"], inChannel: true },
  reaction_added: { scopes: ["reactions:read"], inChannel: true },
  reaction_removed: { scopes: ["reactions:read"], inChannel: true },
  shared_channel_invite_accepted: { scopes: INVITES },
  shared_channel_invite_approved: { scopes: INVITES },
  shared_channel_invite_declined: { scopes: INVITES },
  shared_channel_invite_received: { scopes: ["conversations.connect:read"] },
  shared_channel_invite_requested: { scopes: INVITES },
  user_joined_channel: { scopes: CHANNELS_OR_GROUPS, inChannel: true },
  user_joined_team: { scopes: ["users:read"] },
  user_left_channel: { scopes: CHANNELS_OR_GROUPS, inChannel: true },
};

const FIELDS = [
  "event_type",
  "team_ids",
  "all_resources",
  "channel_ids",
  "filter",
  "metadata_event_type",
];

/** Slack, "Event triggers": channels of one trigger. */
const MOST_CHANNELS = 20;

/** Refuses an event that Slack would not accept in a trigger. */
export function checkEvent(
  event: Record<string, unknown>,
  { botScopes }: WorkspaceState,
): void {
  const name = String(event.event_type ?? "");
  const type = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : "";
  const rule = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
  if (rule === undefined) throw wrong("/event_type", "is not allowed");
  const other = Object.keys(event).find((key) => !FIELDS.includes(key));
  if (other !== undefined) throw wrong(`/${other}`, "is unknown");
  if (!rule.scopes.some((scope) => botScopes.has(scope))) {
    throw new Refusal("missing_scope", {
      needed: rule.scopes.join(","),
      provided: [...botScopes].join(","),
    });
  }
  if (rule.inChannel) checkChannels(event);
  const { filter } = event;
  if (filter === undefined) {
    if (type === "message_posted") throw wrong("/filter", "is required");
    return;
  }
  const problem = problemWithFilter(filter);
  if (problem !== null) throw wrong(`/filter${problem.at}`, problem.why);
}

/** Slack, "Event triggers": `channel_ids` or `all_resources`, not both. */
function checkChannels(
  { channel_ids, all_resources }: Record<string, unknown>,
) {
  if (channel_ids === undefined && all_resources !== true) {
    throw wrong("/channel_ids", "or all_resources is required");
  }
  if (channel_ids === undefined) return;
  if (all_resources === true) {
    throw wrong("/channel_ids", "excludes all_resources");
  }
  if (
    !Array.isArray(channel_ids) || channel_ids.length === 0 ||
    channel_ids.length > MOST_CHANNELS
  ) throw wrong("/channel_ids", `must have 1 to ${MOST_CHANNELS} ids`);
}

function wrong(at: string, why: string): Error {
  return invalidArguments(`${why} [json-pointer:/event${at}]`);
}
