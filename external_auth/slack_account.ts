import { DefineOAuth2Provider, Schema } from "deno-slack-sdk/mod.ts";
import config from "../shiftlight.config.ts";

/** The scopes of a person's own token: only their own status, notifications and presence. */
export const USER_SCOPES = [
  "users.profile:write",
  "dnd:read",
  "dnd:write",
  "users:read",
  "users:write",
];

/**
 * Slack as an OAuth 2 provider. A hosted app cannot ask for user scopes, so
 * people connect their account through a companion app that has them.
 * `oauth.v2.user.access` returns the person's token at the top level.
 */
const SlackAccount = DefineOAuth2Provider({
  provider_key: "slack_account",
  provider_type: Schema.providers.oauth2.CUSTOM,
  options: {
    provider_name: "Your Slack account",
    client_id: config.companion_app?.client_id ?? "",
    authorization_url: "https://slack.com/oauth/v2_user/authorize",
    token_url: "https://slack.com/api/oauth.v2.user.access",
    scope: USER_SCOPES,
    identity_config: {
      url: "https://slack.com/api/auth.test",
      account_identifier: "$.user_id",
      http_method_type: "POST",
    },
  },
});
export default SlackAccount;
