import type { AppManifest } from "../app.ts";
import type { ExternalToken, Token, WorkspaceState } from "../state.ts";

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
 * Connects an account, as a person does in the browser: a token that still works
 * is kept, else a new one is made. Slack tells a person's accounts apart by the
 * provider's `account_identifier`, so each has an id of its own.
 *
 * @param account Whose account the browser is signed in to.
 * @returns The id of the external token.
 */
export function connectAccount(
  state: WorkspaceState,
  person: string,
  account: string,
  nowMs: number,
): string {
  for (const { id, person: by, token } of state.externalTokens.values()) {
    const held = state.tokens.get(token);
    if (by !== person || held?.owner !== account) continue;
    if (isUsable(held, nowMs)) return id;
    return addExternalToken(state, person, { account, id });
  }
  return addExternalToken(state, person, { account });
}

/**
 * Adds an external token.
 *
 * @param options The account, if it is not the person's own; the id to use
 * again, when an account is reconnected; whether the token can be refreshed.
 * @returns The id of the external token.
 */
export function addExternalToken(
  state: WorkspaceState,
  person: string,
  { account = person, id, rotated = false }: {
    account?: string;
    id?: string;
    rotated?: boolean;
  } = {},
): string {
  const { value: token } = addUserToken(state, "external", account);
  const made = id ?? `Et${String(++state.sequence).padStart(9, "0")}`;
  state.externalTokens.set(made, { id: made, person, token, rotated });
  return made;
}

/**
 * Refreshes an external token whose provider rotates them: it gets a new token,
 * and the one before has expired.
 */
export function refreshToken(
  state: WorkspaceState,
  { id, person, token }: ExternalToken,
  nowMs: number,
): void {
  const before = state.tokens.get(token);
  const account = before?.owner ?? person;
  if (before) before.expiresAtMs = nowMs;
  addExternalToken(state, person, { account, id, rotated: true });
}

/** Whether a step of the workflow uses an account that the clicker connects. */
export function connectsAccount(
  { workflows }: AppManifest,
  workflow: string,
): boolean {
  const steps = workflows?.[workflow]?.steps ?? [];
  return steps.some(({ inputs }) =>
    Object.values(inputs).some((value) =>
      (value as { credential_source?: unknown } | null)?.credential_source ===
        "END_USER"
    )
  );
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
