import type { Token, WorkspaceState } from "../state.ts";
import { ArgumentReader } from "./arguments.ts";
import { AUTH_METHODS, EXTERNAL_AUTH_METHODS } from "./auth.ts";
import { BLOCK_VALIDATION_METHODS } from "./block_validation.ts";
import { CHAT_METHODS } from "./chat.ts";
import { CONVERSATION_METHODS } from "./conversations.ts";
import { COMMON_ERRORS, Refusal } from "./refusal.ts";
import {
  DATASTORE_BULK_METHODS,
  DATASTORE_ITEM_METHODS,
} from "./datastore_items.ts";
import { DATASTORE_SCAN_METHODS } from "./datastore_scans.ts";
import { DND_METHODS } from "./dnd.ts";
import { FUNCTION_COMPLETION_METHODS } from "./functions.ts";
import { EMOJI_METHODS } from "./emoji.ts";
import type { ApiMethod } from "./method.ts";
import { USER_GROUP_METHODS } from "./user_groups.ts";
import { PRESENCE_METHODS, USER_METHODS } from "./users.ts";
import { escapeTexts } from "./presentation.ts";
import { PROFILE_METHODS } from "./profiles.ts";
import { admitCall } from "./rates.ts";
import { TRIGGER_ACCESS_METHODS } from "./trigger_access.ts";
import { TRIGGER_METHODS } from "./triggers.ts";
import { VIEW_METHODS } from "./views.ts";

/** One call of Slack's Web API. */
export interface ApiRequest {
  /** `users.profile.get`. */
  method: string;
  /**
   * As they were sent: values of a form are strings, those of JSON any value.
   */
  args: Record<string, unknown>;
  token: string | null;
  /** The error for a body that could not be read. */
  malformed?: string;
  /** Whether a bulk call fails for its first item, its third and so on. */
  inPart?: true;
}

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

const FAMILIES: readonly (readonly ApiMethod[])[] = [
  AUTH_METHODS,
  BLOCK_VALIDATION_METHODS,
  CHAT_METHODS,
  CONVERSATION_METHODS,
  DATASTORE_BULK_METHODS,
  DATASTORE_ITEM_METHODS,
  DATASTORE_SCAN_METHODS,
  DND_METHODS,
  EMOJI_METHODS,
  EXTERNAL_AUTH_METHODS,
  FUNCTION_COMPLETION_METHODS,
  PRESENCE_METHODS,
  PROFILE_METHODS,
  TRIGGER_ACCESS_METHODS,
  TRIGGER_METHODS,
  USER_GROUP_METHODS,
  USER_METHODS,
  VIEW_METHODS,
];

/** Every method imitated, by its name. */
export const API_METHODS: ReadonlyMap<string, ApiMethod> = new Map(
  FAMILIES.flat().map((method) => [method.name, method]),
);

/** The methods imitated, in alphabetical order. */
export const KNOWN_METHODS: readonly string[] = [...API_METHODS.keys()].sort();

const COMMON = new Set(COMMON_ERRORS);

/**
 * Answers one call as Slack does.
 *
 * @param state The workspace, which the call may change.
 * @param request The call, as it was read from its HTTP request.
 * @param nowMs The time of the call, in Unix milliseconds.
 * @returns Status, headers and body, as Slack would send them.
 * @throws {Error} if a method answers an error that it does not declare.
 */
export function answerApi(
  state: WorkspaceState,
  request: ApiRequest,
  nowMs: number,
): ApiAnswer {
  const method = API_METHODS.get(request.method);
  if (method === undefined) {
    return refusal("unknown_method", { req_method: request.method });
  }
  try {
    const token = method.tokens === "none"
      ? NO_TOKEN
      : authorize(state, method, request.token, nowMs);
    const waitMs = admitCall(state, method, token, request.args, nowMs);
    if (waitMs > 0) return limited(waitMs);
    if (request.malformed !== undefined) throw new Refusal(request.malformed);
    return success(method, token, {
      ok: true,
      ...method.perform({
        state,
        args: new ArgumentReader(request.args),
        token,
        nowMs,
        nowSeconds: Math.floor(nowMs / 1000),
        inPart: request.inPart === true,
      }),
    });
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    requireDeclared(method, thrown.code);
    return refusal(thrown.code, thrown.details);
  }
}

const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" };

function success(
  method: ApiMethod,
  token: Token,
  body: Record<string, unknown>,
): ApiAnswer {
  return {
    status: 200,
    headers: {
      ...JSON_HEADERS,
      "x-oauth-scopes": [...token.scopes].join(","),
      "x-accepted-oauth-scopes": method.scope ?? "",
    },
    body: method.verbatim ? body : escapeTexts(body) as Record<string, unknown>,
  };
}

function refusal(
  error: string,
  details: Record<string, unknown>,
): ApiAnswer {
  return {
    status: 200,
    headers: { ...JSON_HEADERS },
    body: { ok: false, error, ...details },
  };
}

/** Slack, "Rate limits": HTTP 429 with `Retry-After` in whole seconds. */
function limited(waitMs: number): ApiAnswer {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return {
    status: 429,
    headers: { ...JSON_HEADERS, "retry-after": String(seconds) },
    body: { ok: false, error: "ratelimited" },
  };
}

function requireDeclared(method: ApiMethod, code: string): void {
  if (COMMON.has(code) || method.errors.includes(code)) return;
  throw new Error(`${method.name} does not declare the error ${code}`);
}

/** Stands for the token of a call that needs none. */
const NO_TOKEN: Token = {
  value: "",
  source: "client",
  owner: "",
  scopes: new Set(),
  revoked: false,
  expiresAtMs: null,
  execution: null,
};

/**
 * Finds the token of a call.
 *
 * @param value The token as it was sent, `null` for none.
 * @param nowMs The time of the call, in Unix milliseconds.
 * @throws {Refusal} if the token may not use this method now.
 */
function authorize(
  state: WorkspaceState,
  method: ApiMethod,
  value: string | null,
  nowMs: number,
): Token {
  const token = livingToken(state, value, nowMs);
  const kind = token.source === "execution" ? "bot" : "user";
  if (method.tokens !== "any" && method.tokens !== kind) {
    throw new Refusal("not_allowed_token_type");
  }
  if (method.scope !== null && !token.scopes.has(method.scope)) {
    throw new Refusal("missing_scope", {
      needed: method.scope,
      provided: [...token.scopes].join(","),
    });
  }
  return token;
}

function livingToken(
  state: WorkspaceState,
  value: string | null,
  nowMs: number,
): Token {
  if (value === null || value === "") throw new Refusal("not_authed");
  const token = state.tokens.get(value);
  if (token === undefined) throw new Refusal("invalid_auth");
  if (token.revoked) throw new Refusal("token_revoked");
  if (token.expiresAtMs !== null && nowMs >= token.expiresAtMs) {
    throw new Refusal("token_expired");
  }
  if (state.people.get(token.owner)?.deleted === true) {
    throw new Refusal("account_inactive");
  }
  return token;
}
