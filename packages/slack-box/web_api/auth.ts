import type { ApiMethod } from "./method.ts";

export const AUTH_METHODS: readonly ApiMethod[] = [
  {
    name: "auth.test",
    tier: "auth_test",
    tokens: "any",
    scope: null,
    errors: [],
    perform({ state, token }) {
      const isBot = token.source === "execution";
      return {
        url: "https://shiftlight-local.slack.com/",
        team: "Shiftlight local",
        user: state.people.get(token.owner)?.name ?? "shiftlight",
        team_id: state.team_id,
        user_id: token.owner,
        ...(isBot ? { bot_id: `B${token.owner.slice(1)}` } : {}),
        is_enterprise_install: false,
      };
    },
  },
];
