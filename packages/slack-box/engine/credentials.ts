import type { Token, WorkspaceState } from "../state.ts";

/** Scopes of a person's token that the app holds. */
export const USER_SCOPES: readonly string[] = [
  "users.profile:write",
  "users.profile:read",
  "dnd:read",
  "dnd:write",
  "users:read",
  "users:write",
];

/** A person's own client may do whatever that person may. */
class EveryScope extends Set<string> {
  override has(): boolean {
    return true;
  }
}

export const EVERY_SCOPE: ReadonlySet<string> = new EveryScope(USER_SCOPES);

/** Adds a user token and returns it. */
export function addUserToken(
  state: WorkspaceState,
  source: "external" | "env" | "admin" | "client",
  owner: string,
): Token {
  const token: Token = {
    value: `xoxp-${source}-${owner}-${++state.sequence}`,
    source,
    owner,
    scopes: source === "client" ? EVERY_SCOPE : new Set(USER_SCOPES),
    revoked: false,
    expires_at_ms: null,
    execution: null,
  };
  state.tokens.set(token.value, token);
  return token;
}

function isUsable(token: Token | undefined, nowMs: number): boolean {
  if (token === undefined || token.revoked) return false;
  return token.expires_at_ms === null || token.expires_at_ms > nowMs;
}

/**
 * The id of a person's external token, made anew when there is none that works:
 * what connecting one's account comes to.
 */
export function connectAccount(
  state: WorkspaceState,
  person: string,
  nowMs: number,
): string {
  for (const { id, person: owner, token } of state.external_tokens.values()) {
    if (owner !== person) continue;
    const usable = isUsable(state.tokens.get(token), nowMs);
    return usable ? id : addExternalToken(state, person, id);
  }
  return addExternalToken(state, person);
}

/** Connects an account for the first time, or anew under the `id` it had. */
export function addExternalToken(
  state: WorkspaceState,
  person: string,
  id?: string,
): string {
  const { value: token } = addUserToken(state, "external", person);
  const made = id ?? `Et${String(++state.sequence).padStart(9, "0")}`;
  state.external_tokens.set(made, { id: made, person, token });
  return made;
}

/** Who acts, as a function is told: `slack#/types/user_context`. */
export function userContext(state: WorkspaceState, person: string) {
  return { id: person, secret: `secret-${person}-${++state.sequence}` };
}

/** A click or a form sent off: `slack#/types/interactivity`. */
export function interactivity(state: WorkspaceState, person: string) {
  return {
    interactor: userContext(state, person),
    interactivity_pointer: `${++state.sequence}.${state.team_id}`,
  };
}
