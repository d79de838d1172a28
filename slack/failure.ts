import { SECOND } from "@std/datetime";

/** The token that a call used. */
export type Credential =
  | { owner: "app" }
  | { owner: "person"; person: string; path: "own" | "env" }
  /** `number` counts from 1, as in the secret ADMIN_TOKENS; `person` is the one it served. */
  | { owner: "admin"; person: string; number: number; path: "admin" };

/** The app's own token. */
export const APP: Credential = { owner: "app" };

/**
 * The meaning of a failed call:
 * - `retry`: nothing was done; it may work later.
 * - `person`: this person cannot be served; nothing was done.
 * - `everybody`: the app's own credential or storage failed; no person can be served.
 * - `unknown`: a write without an answer; it may have been done.
 */
export type FailureKind = "retry" | "person" | "everybody" | "unknown";

/** A failed call to Slack: the method, the credential and what the failure means. */
export class SlackFailure extends Error {
  override readonly name = "SlackFailure";

  constructor(
    readonly method: string,
    /** Slack's error, such as `token_revoked`; or `http_500`, `no_answer`. */
    readonly error: string,
    readonly kind: FailureKind,
    readonly credential: Credential,
    /** How long Slack asks to wait; `null` if it does not say. */
    readonly retryAfterSeconds: number | null,
    detail = "",
  ) {
    super(describe(method, error, credential, detail));
  }
}

/**
 * The meaning of Slack's errors, by group. "Gone" lasts until the person connects
 * again.
 *
 * group        app's token   other token   another token may serve   gone
 * limited      retry         retry         no                        no
 * trouble      a read: retry, a write: unknown                       no
 * refused      everybody     person        yes                       no
 * revoked      everybody     person        yes                       yes
 * unconnected  -             person        yes                       yes
 * (others)     person; everybody for `apps.datastore.*`              no
 */
type ErrorGroup = "limited" | "trouble" | "refused" | "revoked" | "unconnected";

const ERROR_GROUPS: Readonly<Record<string, ErrorGroup>> = {
  // A rate limit: nothing was done.
  ratelimited: "limited",
  rate_limited: "limited",
  team_quota_exceeded: "limited",
  // Slack's own trouble: a write may have been done before it.
  internal_error: "trouble",
  fatal_error: "trouble",
  service_unavailable: "trouble",
  request_timeout: "trouble",
  team_added_to_org: "trouble",
  // Slack refuses the token, not what was asked.
  not_authed: "refused",
  missing_scope: "refused",
  not_allowed_token_type: "refused",
  no_permission: "refused",
  org_login_required: "refused",
  ekm_access_denied: "refused",
  team_access_not_granted: "refused",
  access_denied: "refused",
  // The token is refused for good; an expired one, if it cannot be refreshed.
  token_expired: "revoked",
  token_revoked: "revoked",
  account_inactive: "revoked",
  invalid_auth: "revoked",
  // There is no token: external auth has none, or the person never connected.
  token_not_found: "unconnected",
  no_refresh_token: "unconnected",
  access_token_exchange_failed: "unconnected",
  no_token: "unconnected",
  // Not Slack's word: the token is another account's, and is not used.
  other_account: "unconnected",
};

/** The kind of an `ok: false` answer, by the table above. */
export function kindOf(
  method: string,
  error: string,
  credential: Credential,
): FailureKind {
  switch (ERROR_GROUPS[error]) {
    case "limited":
      return "retry";
    case "trouble":
      return writes(method) ? "unknown" : "retry";
    case "refused":
    case "revoked":
      return credential.owner === "app" ? "everybody" : "person";
    default:
      return method.startsWith("apps.datastore.") ? "everybody" : "person";
  }
}

/** Methods that change nothing. A call of one that has no answer did nothing. */
const READS =
  /\.(get|getPermalink|info|list|query|bulkGet|count|lookupByEmail|getPresence|test)$/;

/** Whether a call of this method changes anything. */
export function writes(method: string): boolean {
  return !READS.test(method);
}

/** Whether the person's token no longer works, until they connect again. */
export function isTokenGone({ credential, error }: SlackFailure): boolean {
  const group = ERROR_GROUPS[error];
  return credential.owner === "person" &&
    (group === "revoked" || group === "unconnected");
}

/** Whether the person connected their own account, and that token no longer works. */
export function isOwnTokenGone(failure: SlackFailure): boolean {
  const { credential, error } = failure;
  const own = credential.owner === "person" && credential.path === "own";
  return own && error !== "no_token" && isTokenGone(failure);
}

/** Whether Slack refused the token and not the request, so that another may serve. */
export function isTokenRefused({ credential, error }: SlackFailure): boolean {
  return saysTokenFailed(error) ||
    (credential.owner === "admin" && ADMIN_ERRORS[error] !== undefined);
}

function saysTokenFailed(error: string): boolean {
  const group = ERROR_GROUPS[error];
  return group === "refused" || group === "revoked" || group === "unconnected";
}

/**
 * Whether no token of this path can ever do this. It is reported, but it is not
 * a failure: an admin's token sets neither notifications nor presence, nor the
 * status of a person whom the admin does not outrank.
 */
export function isBeyondPath({ credential, error }: SlackFailure): boolean {
  return error === "path_cannot" ||
    (credential.owner === "admin" && ADMIN_ERRORS[error]?.beyond === true);
}

/** Slack refuses what was to be set, and always will (Slack, users.profile.set and dnd.setSnooze). */
const VALUE_REFUSED = new Set([
  "invalid_emoji_not_allowed",
  "profile_status_set_failed_not_valid_emoji",
  "too_long",
]);

/** Whether Slack refused the value of a write: an emoji that does not exist, a text or a time that is too long. */
export function isValueRefused({ error }: SlackFailure): boolean {
  return VALUE_REFUSED.has(error);
}

const PAID_ONLY = {
  remedy: "an admin's token changes the profiles of others on paid plans only",
  beyond: false,
};

/**
 * Why Slack refuses a valid token of an admin (Slack, users.profile.set), what
 * to do about it, and whether it is beyond any admin's token. A remedy names no
 * cause where there are several, so that a failure reads the same in every run.
 */
const ADMIN_ERRORS: Readonly<
  Record<string, { remedy: string; beyond: boolean }>
> = {
  cannot_update_admin_user: {
    remedy:
      "needs the token of an owner, or of the primary owner: the admin's does not outrank them",
    beyond: true,
  },
  not_app_admin: {
    remedy:
      "needs an owner's token: an admin's may not change the profile of a bot",
    beyond: true,
  },
  not_admin: {
    remedy:
      "the secret ADMIN_TOKENS holds a token of somebody who is no admin: set another one",
    beyond: false,
  },
  permission_denied: PAID_ONLY,
  paid_only: PAID_ONLY,
  paid_teams_only: PAID_ONLY,
};

const OWN_SERVES_ALL =
  "connecting their own account by opting in works for everybody";

function describe(
  method: string,
  error: string,
  credential: Credential,
  detail: string,
): string {
  // Slack gave no error.
  if (error === "path_cannot" || error === "other_account") return detail;
  const remedy = remedyFor(error, credential);
  return [`${method}: ${error}`, detail, remedy].filter(Boolean).join("; ");
}

/** Who can repair it, and how; `""` if the error does not concern a token. */
function remedyFor(error: string, credential: Credential): string {
  const ofAdmin = credential.owner === "admin" && ADMIN_ERRORS[error];
  if (ofAdmin) return `${ofAdmin.remedy}; ${OWN_SERVES_ALL}`;
  if (!saysTokenFailed(error)) return "";
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

/** The failure of an answer without a required field, which must not pass for empty. */
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

/**
 * The failure that was thrown. Any other error is a bug of the app: it becomes a
 * failure of kind `everybody`.
 */
export function asFailure(thrown: unknown, method: string): SlackFailure {
  if (thrown instanceof SlackFailure) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new SlackFailure(method, "app_error", "everybody", APP, null, detail);
}

/**
 * The seconds to wait after a 429: those of `Retry-After`, or else 30.
 *
 * @param thrown What the API client threw.
 * @returns `null` for every other error.
 */
export function rateLimitedSeconds(thrown: unknown): number | null {
  const { status, headers } = thrown as { status?: number; headers?: Headers };
  if (status !== 429) return null;
  const seconds = Number(headers?.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 30;
}

/** The milliseconds to wait before a retry; `null` if the failure names none. */
export function retryAfterMs(failure: unknown): number | null {
  const seconds = failure instanceof SlackFailure
    ? failure.retryAfterSeconds
    : null;
  return seconds === null ? null : seconds * SECOND;
}

/** Slack's error if a bulk call succeeded in part. */
export const PARTIAL = "partial_failure";

/** A record that Slack did not read this time. Another try may. */
export function recordUnread(record: string): SlackFailure {
  const method = "apps.datastore.bulkGet";
  const detail = `${record}: Slack could not read it this time`;
  return new SlackFailure(method, PARTIAL, "retry", APP, null, detail);
}
