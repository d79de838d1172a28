/** Whose token a call used. */
export type Credential =
  | { owner: "app" }
  | { owner: "person"; person: string; path: "own" | "env" };

export const APP: Credential = { owner: "app" };

/**
 * What a failed call means:
 * - `retry`: nothing was done; later it may work.
 * - `person`: this person only; nothing was done.
 * - `everybody`: the app's own credential or storage; nobody can be served.
 * - `unknown`: a write whose answer never came; it may have been done.
 */
export type FailureKind = "retry" | "person" | "everybody" | "unknown";

/** Answers that speak of the token, not of what was asked. */
const CREDENTIAL_ERRORS = new Set([
  "not_authed",
  "invalid_auth",
  "token_revoked",
  "token_expired",
  "account_inactive",
  "missing_scope",
  "not_allowed_token_type",
  "no_permission",
  "org_login_required",
  "ekm_access_denied",
  "team_access_not_granted",
  "access_denied",
]);

/** Answers of Slack's own trouble: a write may have been done before it. */
const TROUBLE = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "team_added_to_org",
]);

/** Answers after which only the person can make their token serve again. */
const TOKEN_GONE = new Set([
  "token_revoked",
  "account_inactive",
  "invalid_auth",
  "token_not_found",
  "no_refresh_token",
  "access_token_exchange_failed",
  "no_token",
]);

const RATE_LIMITED = new Set([
  "ratelimited",
  "rate_limited",
  "team_quota_exceeded",
]);

/** A call to Slack that failed: what, whose credential, and what it means. */
export class SlackFailure extends Error {
  override readonly name = "SlackFailure";

  constructor(
    readonly method: string,
    /** Slack's own word for it, `token_revoked`; or `http_500`, `no_answer`. */
    readonly error: string,
    readonly kind: FailureKind,
    readonly credential: Credential,
    /** Seconds, where Slack named them. */
    readonly retryAfter: number | null,
    detail = "",
  ) {
    super(describe(method, error, credential, detail));
  }
}

/** Whether the person's token serves no more, until they connect again. */
export function isTokenGone({ credential, error }: SlackFailure): boolean {
  return credential.owner === "person" && TOKEN_GONE.has(error);
}

/** Sorts an `ok: false` answer. */
export function kindOf(
  method: string,
  error: string,
  credential: Credential,
): FailureKind {
  if (RATE_LIMITED.has(error)) return "retry";
  if (TROUBLE.has(error)) return writes(method) ? "unknown" : "retry";
  if (CREDENTIAL_ERRORS.has(error)) {
    return credential.owner === "app" ? "everybody" : "person";
  }
  return method.startsWith("apps.datastore.") ? "everybody" : "person";
}

function describe(
  method: string,
  error: string,
  credential: Credential,
  detail: string,
): string {
  const refused = CREDENTIAL_ERRORS.has(error) || TOKEN_GONE.has(error);
  const remedy = refused ? remedyFor(error, credential) : "";
  return [`${method}: ${error}`, detail, remedy].filter(Boolean).join("; ");
}

function remedyFor(error: string, credential: Credential): string {
  if (credential.owner === "app") {
    return error === "missing_scope"
      ? "the app's own token lacks a scope: deploy the app again and have it approved"
      : "Slack refused the app's own token: check that the app is installed";
  }
  if (error === "no_token") return "they can connect it by opting in again";
  return credential.path === "env"
    ? `Slack refused the secret USER_TOKEN_${credential.person}: set a new token`
    : "Slack refused this person's own connection: they can connect again by opting in";
}

/** Methods that change nothing: without an answer, nothing was done. */
const READS =
  /\.(get|info|list|query|bulkGet|count|lookupByEmail|getPresence|test)$/;

/** Whether a call of this method changes anything. */
export function writes(method: string): boolean {
  return !READS.test(method);
}

/** An answer that lacks what it must have. Never to be taken for an empty one. */
export function malformed(
  method: string,
  credential: Credential,
  detail: string,
): SlackFailure {
  const kind = writes(method) ? "unknown" : "retry";
  return new SlackFailure(
    method,
    "malformed_answer",
    kind,
    credential,
    null,
    detail,
  );
}

/** The failure of anything thrown: itself, or the app's own fault for everybody. */
export function asFailure(thrown: unknown, method: string): SlackFailure {
  if (thrown instanceof SlackFailure) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new SlackFailure(method, "app_error", "everybody", APP, null, detail);
}

/** The seconds that a thrown 429 asks to wait, 30 where it does not say; `null` for anything else. */
export function retryAfterOf(thrown: unknown): number | null {
  const { status, headers } = thrown as { status?: number; headers?: Headers };
  if (status !== 429) return null;
  const seconds = Number(headers?.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 30;
}

/** The milliseconds that a failure asks to wait; `null` where waiting is of no use. */
export function waitOf(failure: unknown): number | null {
  const seconds = failure instanceof SlackFailure ? failure.retryAfter : null;
  return seconds === null ? null : seconds * 1000;
}
