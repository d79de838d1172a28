import { refreshToken } from "../engine/credentials.ts";
import type { ExternalToken } from "../state.ts";
import type { ApiMethod, Call } from "./method.ts";
import { Refusal } from "./refusal.ts";
import { handleOf } from "./user_object.ts";

export const AUTH_METHODS: readonly ApiMethod[] = [
  {
    name: "auth.test",
    tier: "hundreds",
    tokens: "any",
    scope: null,
    errors: [],
    perform({ state, token }) {
      const isBot = token.source === "execution";
      const owner = state.people.get(token.owner);
      return {
        url: `https://${handleOf(state)}-local.slack.com/`,
        team: `${state.appName} local`,
        user: owner?.name ?? handleOf(state),
        team_id: owner?.organization ?? state.teamId,
        user_id: token.owner,
        ...(isBot ? { bot_id: `B${token.owner.slice(1)}` } : {}),
        is_enterprise_install: false,
      };
    },
  },
];

/** Slack, deno-slack-sdk "External authentication". */
export const EXTERNAL_AUTH_METHODS: readonly ApiMethod[] = [
  {
    name: "apps.auth.external.get",
    tier: 3,
    tokens: "bot",
    scope: null,
    errors: ["no_refresh_token", "token_not_found"],
    verbatim: true,
    perform(call) {
      const external = externalToken(call);
      if (call.args.flag("force_refresh")) {
        // The provider is Slack itself. It rotates tokens only for apps that
        // asked for it.
        if (!external.rotated) throw new Refusal("no_refresh_token");
        refreshToken(call.state, external, call.nowMs);
        return { external_token: externalToken(call).token };
      }
      // Slack does not know whether the provider has revoked it.
      return { external_token: external.token };
    },
  },
  {
    name: "apps.auth.external.delete",
    tier: 3,
    tokens: "bot",
    scope: null,
    errors: ["token_not_found"],
    perform(call) {
      // Slack, apps.auth.external.delete: forgets the token, revokes nothing.
      call.state.externalTokens.delete(externalToken(call).id);
      return {};
    },
  },
];

function externalToken(call: Call): ExternalToken {
  const id = call.args.requiredText("external_token_id");
  const external = call.state.externalTokens.get(id);
  if (external === undefined) throw new Refusal("token_not_found");
  return external;
}
