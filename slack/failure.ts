/** Whose token a call used. */
export type Credential =
  | { owner: "app" }
  | { owner: "person"; person: string; path: "own" | "env" }
  /** `number` counts from 1, as in the secret ADMIN_TOKENS. `person` is whom it served. */
  | { owner: "admin"; person: string; number: number; path: "admin" };

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

/** Whether the person's own connection was there, and is refused or revoked. */
export function isOwnTokenGone(failure: SlackFailure): boolean {
  const { credential, error } = failure;
  const own = credential.owner === "person" && credential.path === "own";
  return own && error !== "no_token" && isTokenGone(failure);
}

/** Whether Slack refused the token, not what was asked: another one may serve. */
export function isTokenRefused({ credential, error }: SlackFailure): boolean {
  if (CREDENTIAL_ERRORS.has(error) || TOKEN_GONE.has(error)) return true;
  return credential.owner === "admin" && ADMIN_REFUSED.has(error);
}

/**
 * Whether it is of what the path can never do, which is no failure: an admin's
 * token sets neither notifications nor presence, and nothing of its equals and
 * superiors.
 */
export function isBeyondPath({ credential, error }: SlackFailure): boolean {
  return error === "path_cannot" ||
    (credential.owner === "admin" && BEYOND_ADMIN.has(error));
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
  // Slack was not asked, so there is no error of its to name.
  if (error === "path_cannot") return detail;
  const remedy = remedyFor(error, credential);
  return [`${method}: ${error}`, detail, remedy].filter(Boolean).join("; ");
}

/** Who can mend it, and how; `""` where the error says nothing of a token. */
function remedyFor(error: string, credential: Credential): string {
  const refused = CREDENTIAL_ERRORS.has(error) || TOKEN_GONE.has(error);
  if (credential.owner === "admin" && ADMIN_REFUSED.has(error)) {
    return `${ADMIN_REFUSED.get(error)}; ${OWN_SERVES_ALL}`;
  }
  if (!refused) return "";
  if (credential.owner === "app") {
    return error === "missing_scope"
      ? "the app's own token lacks a scope: deploy the app again and have it approved"
      : "Slack refused the app's own token: check that the app is installed";
  }
  if (credential.owner === "admin") {
    return `Slack refused the secret ADMIN_TOKENS (token no. ${credential.number}): set a new one`;
  }
  if (error === "no_token") return "they can connect it by opting in again";
  if (error === "account_inactive") return "their Slack account is deactivated";
  return credential.path === "env"
    ? `Slack refused the secret USER_TOKEN_${credential.person}: set a new token`
    : "Slack refused this person's own connection: they can connect again by opting in";
}

const PAID_ONLY =
  "an admin's token changes the profiles of others on paid plans only";

/**
 * What a valid token of an admin is refused for (Slack, users.profile.set),
 * and what to do about it. Where it may be any of several, none is named: the
 * same failure reads the same in every run.
 */
const ADMIN_REFUSED: ReadonlyMap<string, string> = new Map([
  [
    "cannot_update_admin_user",
    "needs the token of an owner, or of the primary owner: the admin's does not outrank them",
  ],
  [
    "not_admin",
    "the secret ADMIN_TOKENS holds a token of somebody who is no admin: set another one",
  ],
  [
    "not_app_admin",
    "needs an owner's token: an admin's may not change the profile of a bot",
  ],
  ["permission_denied", PAID_ONLY],
  ["paid_only", PAID_ONLY],
  ["paid_teams_only", PAID_ONLY],
]);

const OWN_SERVES_ALL =
  "connecting their own account by opting in works for everybody";

/** Those of them that no other setting would mend. */
const BEYOND_ADMIN = new Set(["cannot_update_admin_user", "not_app_admin"]);

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
export function retryAfterSeconds(thrown: unknown): number | null {
  const { status, headers } = thrown as { status?: number; headers?: Headers };
  if (status !== 429) return null;
  const seconds = Number(headers?.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 30;
}

/** The milliseconds that a failure asks to wait; `null` where waiting is of no use. */
export function retryAfterMs(failure: unknown): number | null {
  const seconds = failure instanceof SlackFailure ? failure.retryAfter : null;
  return seconds === null ? null : seconds * 1000;
}
