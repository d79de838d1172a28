import type { Token, WorkspaceState } from "../state.ts";
import { ArgumentReader } from "./arguments.ts";
import { authorize } from "./authorize.ts";
import { COMMON_ERRORS } from "./common_errors.ts";
import type { ApiMethod } from "./method.ts";
import { API_METHODS } from "./methods.ts";
import { escapeTexts } from "./presentation.ts";
import { admitCall } from "./rates.ts";
import { Refusal } from "./refusal.ts";

export { COMMON_ERRORS };

/** One call of Slack's Web API. */
export interface ApiRequest {
  /** `users.profile.get`. */
  method: string;
  /** As they came: values of a form are strings, those of JSON any value. */
  args: Record<string, unknown>;
  token: string | null;
  /** The error for a body that could not be read. */
  malformed?: string;
  /** A bulk call that shall fail for its first item, its third and so on. */
  in_part?: true;
}

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** The methods imitated, in alphabetical order. */
export const KNOWN_METHODS: readonly string[] = [...API_METHODS.keys()].sort();

const COMMON = new Set(COMMON_ERRORS);

/**
 * Answers one call as Slack does, and does its work on `state`. `nowMs` is the
 * present in Unix milliseconds.
 *
 * @throws if a method answers an error that it does not declare.
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
    const token = authorize(state, method, request.token, nowMs);
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
        inPart: request.in_part === true,
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
