import { call, type PersonToken, type SlackClient } from "./call.ts";
import { adminTokens, ENV_TOKEN } from "./tokens.ts";

/** A token among the secrets, and the name of its secret. */
export interface SecretToken {
  secret: string;
  token: PersonToken;
}

/** Every token among the secrets, people's own and admins'. */
export function secretTokens(
  env: Readonly<Record<string, string>>,
): SecretToken[] {
  const own = Object.keys(env).sort()
    .filter((secret) => secret.startsWith(ENV_TOKEN) && env[secret])
    .map((secret): SecretToken => {
      const person = secret.slice(ENV_TOKEN.length);
      const credential = { owner: "person", person, path: "env" } as const;
      return { secret, token: { token: env[secret]!, credential } };
    });
  const admins = adminTokens(env).map(({ token, number }): SecretToken => ({
    secret: `ADMIN_TOKENS, number ${number}`,
    token: {
      token,
      credential: { owner: "admin", person: "", number, path: "admin" },
    },
  }));
  return [...own, ...admins];
}

/**
 * Slack user id of the person whose token it is.
 *
 * @throws {SlackFailure} when Slack refuses it.
 */
export async function ownerOf(
  client: SlackClient,
  token: PersonToken,
): Promise<string> {
  const { user_id } = await call(client, "auth.test", {}, { token });
  return String(user_id ?? "");
}
