/** Thrown by a method to answer `{ok: false, error}`. */
export class Refusal extends Error {
  constructor(
    /** Slack's error code. */
    readonly code: string,
    /** Fields of the answer besides `ok` and `error`. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(code);
    this.name = "Refusal";
  }
}

/** `invalid_arguments` with Slack's hint about which argument and why. */
export function invalidArguments(message: string): Refusal {
  return new Refusal("invalid_arguments", {
    response_metadata: { messages: [`[ERROR] ${message}`] },
  });
}

/**
 * Errors that Slack may answer on any method (Slack, "Common errors" of the Web
 * API). A method declares all other errors that it may answer.
 */
export const COMMON_ERRORS: readonly string[] = [
  "access_denied",
  "accesslimited",
  "account_inactive",
  "deprecated_endpoint",
  "ekm_access_denied",
  "enterprise_is_restricted",
  "fatal_error",
  "internal_error",
  "invalid_arg_name",
  "invalid_arguments",
  "invalid_array_arg",
  "invalid_auth",
  "invalid_charset",
  "invalid_form_data",
  "invalid_json",
  "invalid_post_type",
  "json_not_object",
  "method_deprecated",
  "missing_post_type",
  "missing_scope",
  "no_permission",
  "not_allowed_token_type",
  "not_authed",
  "org_login_required",
  "ratelimited",
  "request_timeout",
  "service_unavailable",
  "team_access_not_granted",
  "team_added_to_org",
  "token_expired",
  "token_revoked",
  "two_factor_setup_required",
  "unknown_method",
];
