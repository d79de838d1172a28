import type { Token, WorkspaceState } from "../state.ts";

/** A person's own client may do everything that the person may. */
class EveryScope extends Set<string> {
  override has(): boolean {
    return true;
  }
}

const EVERY_SCOPE: ReadonlySet<string> = new EveryScope(["client"]);

/**
 * Adds a user token.
 *
 * @param state The workspace, which gets the token.
 * @param source Who holds it; only a person's own client is not the app's.
 * @param owner The person's id.
 * @returns The token.
 */
export function addUserToken(
  state: WorkspaceState,
  source: "external" | "env" | "admin" | "client",
  owner: string,
): Token {
  const token: Token = {
    value: `xoxp-${source}-${owner}-${++state.sequence}`,
    source,
    owner,
    scopes: source === "client" ? EVERY_SCOPE : state.userScopes,
    revoked: false,
    expiresAtMs: null,
    execution: null,
  };
  state.tokens.set(token.value, token);
  return token;
}

function isUsable(token: Token | undefined, nowMs: number): boolean {
  if (token === undefined || token.revoked) return false;
  return token.expiresAtMs === null || token.expiresAtMs > nowMs;
}

/**
 * Connects a person's account, as they do in the browser: a token that still
 * works is kept, else a new one is made.
 *
 * @returns The id of the external token.
 */
export function connectAccount(
  state: WorkspaceState,
  person: string,
  nowMs: number,
): string {
  for (const { id, person: owner, token } of state.externalTokens.values()) {
    if (owner !== person) continue;
    const usable = isUsable(state.tokens.get(token), nowMs);
    return usable ? id : addExternalToken(state, person, id);
  }
  return addExternalToken(state, person);
}

/**
 * Adds an external token.
 *
 * @param id The id to use again, when an account is reconnected.
 * @returns The id of the external token.
 */
export function addExternalToken(
  state: WorkspaceState,
  person: string,
  id?: string,
): string {
  const { value: token } = addUserToken(state, "external", person);
  const made = id ?? `Et${String(++state.sequence).padStart(9, "0")}`;
  state.externalTokens.set(made, { id: made, person, token });
  return made;
}

/** The person who acts, as a function gets them: `slack#/types/user_context`. */
export function userContext(state: WorkspaceState, person: string) {
  return { id: person, secret: `secret-${person}-${++state.sequence}` };
}

/** A click, or a form that was submitted: `slack#/types/interactivity`. */
export function interactivity(state: WorkspaceState, person: string) {
  return {
    interactor: userContext(state, person),
    interactivity_pointer: `${++state.sequence}.${state.teamId}`,
  };
}
