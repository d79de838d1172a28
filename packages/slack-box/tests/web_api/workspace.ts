import type {
  Datastore,
  Token,
  TokenSource,
  WorkspacePerson,
  WorkspaceState,
} from "../../state.ts";
import { answerApi, type ApiAnswer } from "../../web_api/answer.ts";

/** 2026-03-02T09:00:00Z, in Unix seconds. */
export const NOW = 1772442000;
export const NOW_MS = NOW * 1000;

export const EVERY_SCOPE: ReadonlySet<string> = new Set([
  "channels:read",
  "chat:write",
  "datastore:read",
  "datastore:write",
  "dnd:read",
  "dnd:write",
  "triggers:read",
  "triggers:write",
  "emoji:read",
  "groups:read",
  "im:read",
  "usergroups:read",
  "users.profile:read",
  "users.profile:write",
  "users:read",
  "users:read.email",
  "users:write",
]);

export const BOT = "xwfp-one";

export function person(
  id: string,
  fields: Partial<WorkspacePerson> = {},
): WorkspacePerson {
  const name = id.slice(1).toLowerCase();
  return {
    id,
    name,
    email: `${name}@example.com`,
    tz: "Europe/London",
    role: "member",
    deleted: false,
    status: { text: "", emoji: "", expiration: 0 },
    snooze_until: 0,
    snooze_indefinite: false,
    manual_away: false,
    ...fields,
  };
}

export function addToken(
  state: WorkspaceState,
  source: TokenSource,
  owner: string,
  fields: Partial<Token> = {},
): string {
  const prefix = source === "execution" ? "xwfp" : "xoxp";
  const token: Token = {
    value: `${prefix}-${source}-${owner}`,
    source,
    owner,
    scopes: EVERY_SCOPE,
    revoked: false,
    expiresAtMs: null,
    execution: null,
    ...fields,
  };
  state.tokens.set(token.value, token);
  return token.value;
}

function goodTunes(): Datastore {
  return {
    name: "good_tunes",
    primary_key: "id",
    attributes: {
      id: { type: "string", required: true },
      artist: { type: "string" },
      plays: { type: "integer" },
      rating: { type: "number" },
      loved: { type: "boolean" },
      tags: { type: "array" },
      details: { type: "object" },
      expires_at: { type: "slack#/types/timestamp" },
    },
    time_to_live_attribute: "expires_at",
    items: new Map(),
  };
}

/**
 * A workspace without rates: Alice and Bob are members, Ada an admin, Oda an
 * owner, Pia the primary owner; `BOT` is a function's token.
 */
export function workspace(
  fields: Partial<WorkspaceState> = {},
): WorkspaceState {
  const people = [
    person("UALICE"),
    person("UBOB"),
    person("UADA", { role: "admin" }),
    person("UODA", { role: "owner" }),
    person("UPIA", { role: "primary_owner" }),
  ];
  const state: WorkspaceState = {
    teamId: "T1",
    appId: "A1",
    botUserId: "UBOT",
    appName: "Shiftlight",
    userScopes: EVERY_SCOPE,
    plan: "paid",
    rates: "none",
    botScopes: EVERY_SCOPE,
    workflows: new Map([
      ["#/workflows/sync", {
        properties: { reason: { type: "string" } },
        required: [],
      }],
      ["#/workflows/page", {
        properties: { who: { type: "string" }, note: { type: "string" } },
        required: ["who"],
      }],
    ]),
    people: new Map(people.map((one) => [one.id, one])),
    tokens: new Map(),
    externalTokens: new Map(),
    datastores: new Map([["good_tunes", goodTunes()]]),
    triggers: new Map(),
    channels: new Map(),
    messages: [],
    views: new Map(),
    sequence: 0,
    ...fields,
  };
  addToken(state, "execution", state.botUserId, {
    value: BOT,
    execution: "Fx1",
  });
  return state;
}

/** Calls a method at `NOW` or `atMs`, and answers the whole of it. */
export function answer(
  state: WorkspaceState,
  token: string | null,
  method: string,
  args: Record<string, unknown> = {},
  atMs: number = NOW_MS,
): ApiAnswer {
  return answerApi(state, { method, args, token }, atMs);
}

// deno-lint-ignore no-explicit-any -- a body is read freely in tests
export type Body = Record<string, any>;

/** Likewise, and answers the body alone. */
export function call(
  state: WorkspaceState,
  token: string | null,
  method: string,
  args: Record<string, unknown> = {},
  atMs: number = NOW_MS,
): Body {
  return answer(state, token, method, args, atMs).body;
}
