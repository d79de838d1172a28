import type { ParameterSet } from "./app.ts";

/**
 * Everything that the workspace remembers. Times are Unix seconds unless named.
 */

export type Role = "member" | "admin" | "owner" | "primary_owner";

/** A custom status as the person sees it: text unescaped, 0 = never expires. */
export interface Status {
  text: string;
  emoji: string;
  expiration: number;
}

export interface WorkspacePerson {
  id: string;
  name: string;
  email: string;
  tz: string;
  role: Role;
  /** The id of their own workspace, if they are here through Slack Connect. */
  organization?: string;
  /** A guest's account; false unless given. */
  guest?: boolean;
  /** Clients of theirs that are connected; 1 unless given. */
  connections?: number;
  /** When they last did something, in Unix seconds; always active unless given. */
  last_activity?: number;
  /** A deactivated account. */
  deleted: boolean;
  status: Status;
  /** A setting of the person's beside their status; false unless given. */
  status_clear_on_focus_end?: boolean;
  /**
   * End of the snooze, 0 if none was set; `snoozeAt` tells whether it has
   * passed.
   */
  snooze_until: number;
  snooze_indefinite: boolean;
  manual_away: boolean;
}

/**
 * `execution`: the bot-level token of one function execution. `external`: a
 * person's, held by external auth. `env` and `admin`: user tokens an operator
 * put into the app's environment. `client`: the person's own Slack client.
 */
export type TokenSource =
  | "execution"
  | "external"
  | "env"
  | "admin"
  | "client";

export interface Token {
  value: string;
  source: TokenSource;
  /** A person's id, or the app's bot user for an execution's token. */
  owner: string;
  /** For `env` tokens: the person whose secret holds it, if not the owner's. */
  secretOf?: string;
  scopes: ReadonlySet<string>;
  /** Answers `token_revoked`. */
  revoked: boolean;
  /** Unix milliseconds after which it answers `token_expired`; `null`: never. */
  expiresAtMs: number | null;
  /** For `execution` tokens: the execution that it was made for. */
  execution: string | null;
}

export interface ExternalToken {
  id: string;
  /** Who connected the account. The token's owner is whose account it is. */
  person: string;
  /** Value of the token it resolves to, a key of `tokens`. */
  token: string;
  /** Whether the provider rotates its tokens, so that it can be refreshed. */
  rotated?: boolean;
}

export type Item = Record<string, unknown>;

export interface Datastore {
  name: string;
  primary_key: string;
  attributes: Record<string, { type: string; required?: boolean }>;
  time_to_live_attribute: string | null;
  items: Map<string, Item>;
}

/**
 * Who may run a trigger. It is stored and answered, but clicks are not checked
 * against it.
 */
export interface TriggerAccess {
  permission_type: "everyone" | "app_collaborators" | "named_entities";
  /** For `named_entities`: these people, and the members of these places. */
  user_ids: string[];
  channel_ids: string[];
  team_ids: string[];
  org_ids: string[];
}

export interface TriggerRecord {
  id: string;
  type: string;
  name: string;
  /** `#/workflows/sync`. */
  workflow: string;
  inputs: Record<string, { value: unknown } | { customizable: true }>;
  /** For `scheduled` triggers: the schedule as it was given. */
  schedule: Record<string, unknown> | null;
  createdAtSeconds: number;
  /** The full definition, for `workflows.triggers.list`. */
  definition: Record<string, unknown>;
  /** Everyone may run it unless set. */
  access?: TriggerAccess;
}

/** A channel. Direct messages with the app are none of these. */
export interface Channel {
  id: string;
  name: string;
  private: boolean;
  archived: boolean;
  /** Whether the app is a member. */
  app: boolean;
  /** Ids of the people in it; `null`: everyone. */
  members: Set<string> | null;
  /** Whether the app is told of its mentions here. */
  mentions: boolean;
  /** Whether it is shared with another organization. */
  shared: boolean;
}

export interface Message {
  /** Unix seconds. */
  atSeconds: number;
  /** Unique in the workspace, and later for a later message. */
  ts: string;
  /** A channel's id; for a direct message with the app, the person's. */
  channel: string;
  /** As Slack holds it: `<@U1>` is a mention. */
  text: string;
  blocks?: unknown;
  /** Who wrote it: a person, or the app's bot user. */
  user: string;
  /** The message that it replies to. */
  threadTs?: string;
  /** The only person who sees it. */
  ephemeralTo?: string;
  /** Unix seconds. */
  editedAtSeconds?: number;
  metadata?: Record<string, unknown>;
  /** The execution that posted it, if a function did. */
  execution?: string;
}

/** Something that happened, as event triggers are told of it. */
export interface SlackEvent {
  /** `app_mentioned`, without `slack#/events/`. */
  type: string;
  /** The scopes of which the app needs one to be told of it. */
  scopes: readonly string[];
  /** Where it happened: a channel, or a direct message (`DALICE`). */
  channel: string;
  /** What a trigger's inputs refer to as `{{data.x}}`. */
  data: Record<string, unknown>;
}

export interface View {
  id: string;
  hash: string;
  type: string;
  user: string;
  payload: Record<string, unknown>;
}

export interface UserGroup {
  id: string;
  name: string;
  /** Without its `@`; made from the name unless given. */
  handle?: string | undefined;
  /** Ids of people. */
  members: string[];
}

/** Makes one bulk call fail for the items with these keys. */
interface PartialFailure {
  /** `apps.datastore.bulkPut`, `.bulkGet` or `.bulkDelete`. */
  method: string;
  keys: readonly string[];
}

export interface WorkspaceState {
  teamId: string;
  appId: string;
  botUserId: string;
  /** The app's name in its manifest. */
  appName: string;
  /** Scopes of the tokens that people give to the app. */
  userScopes: ReadonlySet<string>;
  plan: "free" | "paid";
  /** `documented` enforces Slack's rates over a sliding minute. */
  rates: "documented" | "none";
  botScopes: ReadonlySet<string>;
  /** The inputs of the manifest's workflows, by `#/workflows/<callback_id>`. */
  workflows: ReadonlyMap<string, ParameterSet>;
  people: Map<string, WorkspacePerson>;
  tokens: Map<string, Token>;
  externalTokens: Map<string, ExternalToken>;
  datastores: Map<string, Datastore>;
  triggers: Map<string, TriggerRecord>;
  /** Unix milliseconds of the calls of each webhook in the last minute. */
  webhookCallsMs?: Map<string, number[]>;
  /** The channels that are known by now; see `findConversation`. */
  channels: Map<string, Channel>;
  messages: Message[];
  /** Told of everything that happens; nothing listens unless given. */
  publish?: (events: readonly SlackEvent[]) => void;
  /** Whether people cannot write in the app's direct messages; they can unless given. */
  messagesTabReadOnly?: boolean;
  views: Map<string, View>;
  /** None unless given. */
  userGroups?: Map<string, UserGroup>;
  /** Names of the workspace's own emoji: those that a status has shown. */
  customEmoji?: Set<string>;
  /** Names of emoji that were removed, and that a status cannot show any more. */
  removedEmoji?: Set<string>;
  /** Partial failures of bulk datastore calls that are still to come. */
  partialFailures?: PartialFailure[];
  /** How far reads of datastores lag behind, 0 to 1000; asked at each read. */
  datastoreLagMs?: () => number;
  /** The same for `workflows.triggers.list`. */
  triggerListLagMs?: () => number;
  /** Counts up; makes every generated id unique and reproducible. */
  sequence: number;
}
