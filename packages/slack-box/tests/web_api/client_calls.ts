import { DATASTORE_STEPS, type Step } from "./datastore_client_calls.ts";
import { NOW } from "./workspace.ts";

const VIEW = {
  type: "modal" as const,
  title: { type: "plain_text" as const, text: "Opt in" },
  blocks: [],
};
const TRIGGER = {
  type: "scheduled",
  name: "Sync",
  workflow: "#/workflows/sync",
  inputs: { reason: { value: "a & b" } },
  schedule: {
    start_time: "2026-03-02T10:00:00Z",
    frequency: { type: "once" },
  },
};

/** A good call of each method, in this order. */
export const STEPS: Step[] = [
  ["auth.test", "alice", () => ({}), (body) => body.user_id, "UALICE"],
  [
    "users.profile.set",
    "alice",
    () => ({
      profile: {
        status_text: "R&D",
        status_emoji: ":thumbsup:",
        status_expiration: NOW + 600,
      },
    }),
    ({ profile }) => [profile.status_text, profile.status_emoji],
    ["R&amp;D", ":+1:"],
  ],
  [
    "users.profile.get",
    "bot",
    () => ({ user: "UALICE", include_labels: false }),
    ({ profile }) => [profile.status_text, profile.status_expiration],
    ["R&amp;D", NOW + 600],
  ],
  [
    "users.list",
    "bot",
    () => ({ limit: 2 }),
    ({ members }) => members.length,
    2,
  ],
  ["users.info", "bot", () => ({ user: "UBOB" }), (b) => b.user.id, "UBOB"],
  [
    "users.lookupByEmail",
    "bot",
    () => ({ email: "Bob@example.com" }),
    ({ user }) => user.id,
    "UBOB",
  ],
  ["users.setPresence", "alice", () => ({ presence: "away" }), () => 0, 0],
  [
    "users.getPresence",
    "alice",
    () => ({}),
    (body) => [body.presence, body.manual_away],
    ["away", true],
  ],
  [
    "dnd.setSnooze",
    "alice",
    () => ({ num_minutes: 30 }),
    (body) => body.snooze_enabled,
    true,
  ],
  [
    "dnd.info",
    "alice",
    () => ({ user: "UALICE" }),
    (body) => body.snooze_remaining > 1790,
    true,
  ],
  [
    "dnd.teamInfo",
    "bot",
    () => ({ users: "UALICE,UBOB" }),
    ({ users }) => Object.keys(users),
    ["UALICE", "UBOB"],
  ],
  ["dnd.endSnooze", "alice", () => ({}), (b) => b.snooze_enabled, false],
  ...DATASTORE_STEPS,
  [
    "apps.auth.external.get",
    "bot",
    () => ({ external_token_id: "Et1", force_refresh: false }),
    (body) => body.external_token,
    "xoxp-external-UALICE",
  ],
  [
    "apps.auth.external.delete",
    "bot",
    () => ({ external_token_id: "Et1" }),
    () => 0,
    0,
  ],
  [
    "workflows.triggers.create",
    "bot",
    () => TRIGGER,
    ({ trigger }, seen) => {
      seen.trigger_id = trigger.id;
      return trigger.schedule;
    },
    TRIGGER.schedule,
  ],
  [
    "workflows.triggers.update",
    "bot",
    ({ trigger_id }) => ({ ...TRIGGER, trigger_id, name: "Renamed" }),
    ({ trigger }) => trigger.name,
    "Renamed",
  ],
  [
    "workflows.triggers.permissions.set",
    "bot",
    ({ trigger_id }) => ({
      trigger_id,
      permission_type: "named_entities",
      user_ids: ["UALICE", "UBOB"],
    }),
    ({ user_ids }) => user_ids.join(),
    "UALICE,UBOB",
  ],
  [
    "workflows.triggers.permissions.list",
    "bot",
    ({ trigger_id }) => ({ trigger_id }),
    ({ permission_type }) => permission_type,
    "named_entities",
  ],
  [
    "emoji.list",
    "bot",
    () => ({ include_categories: true }),
    ({ categories }) => categories[0].emoji_names[0],
    "grinning",
  ],
  [
    "usergroups.list",
    "bot",
    () => ({ include_users: true }),
    (b) => b.usergroups[0].id,
    "SREL1",
  ],
  [
    "usergroups.users.list",
    "bot",
    () => ({ usergroup: "SREL1", include_disabled: true }),
    ({ users }) => users.join(),
    "UBOB",
  ],
  [
    "workflows.triggers.list",
    "bot",
    () => ({}),
    ({ triggers }) => triggers.length,
    1,
  ],
  [
    "workflows.triggers.delete",
    "bot",
    ({ trigger_id }) => ({ trigger_id }),
    () => 0,
    0,
  ],
  [
    "chat.postMessage",
    "bot",
    () => ({
      channel: "C1",
      text: "One",
      blocks: [{ type: "section", text: { type: "mrkdwn", text: "One" } }],
    }),
    (body, seen) => {
      seen.ts = body.ts;
      return body.message.text;
    },
    "One",
  ],
  [
    "chat.update",
    "bot",
    ({ ts }) => ({ channel: "C1", ts, text: "Two" }),
    ({ text }) => text,
    "Two",
  ],
  [
    "blocks.validate",
    "bot",
    () => ({ blocks: [{ type: "divider" }] }),
    ({ errors }) => errors,
    undefined,
  ],
  [
    "chat.getPermalink",
    "bot",
    ({ ts }) => ({ channel: "C1", message_ts: ts }),
    ({ permalink }) => permalink.startsWith("https://"),
    true,
  ],
  [
    "chat.postEphemeral",
    "bot",
    () => ({ channel: "C1", user: "UALICE", text: "Psst" }),
    ({ message_ts }) => typeof message_ts,
    "string",
  ],
  [
    "conversations.info",
    "bot",
    () => ({ channel: "C1" }),
    ({ channel }) => [channel.id, channel.is_member],
    ["C1", true],
  ],
  [
    "views.open",
    "bot",
    () => ({ interactivity_pointer: "1.2.a", view: VIEW }),
    ({ view }, seen) => {
      seen.view_id = view.id;
      return view.title.text;
    },
    "Opt in",
  ],
  [
    "views.update",
    "bot",
    ({ view_id }) => ({ view_id, view: { ...VIEW, callback_id: "two" } }),
    ({ view }) => view.callback_id,
    "two",
  ],
  [
    "views.push",
    "bot",
    () => ({ interactivity_pointer: "1.2.b", view: VIEW }),
    ({ view }) => view.type,
    "modal",
  ],
  [
    "functions.completeSuccess",
    "bot",
    () => ({ function_execution_id: "Fx1", outputs: { n: 1 } }),
    () => 0,
    0,
  ],
  [
    "functions.completeError",
    "bot",
    () => ({ function_execution_id: "Fx1", error: "why" }),
    () => 0,
    0,
  ],
];

/** Methods that only ever refuse, and how. */
export const REFUSING: Record<string, [Record<string, unknown>, string]> = {
  "dnd.endDnd": [{}, "not_in_dnd"],
  "views.publish": [{ user_id: "UALICE", view: VIEW }, "not_enabled"],
};
