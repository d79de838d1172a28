import type { Token, WorkspaceState } from "../state.ts";
import type { ApiMethod } from "./method.ts";
import { Refusal } from "./refusal.ts";

/**
 * The token of a call that may use this method now, else a refusal that says
 * why not. `nowMs` is in Unix milliseconds.
 */
export function authorize(
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
  if (token.expires_at_ms !== null && nowMs >= token.expires_at_ms) {
    throw new Refusal("token_expired");
  }
  if (state.people.get(token.owner)?.deleted === true) {
    throw new Refusal("account_inactive");
  }
  return token;
}
