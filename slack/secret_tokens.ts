/**
 * Tokens among the app's secrets: `USER_TOKEN_<person>` holds a person's own,
 * for a pilot; `ADMIN_TOKENS` holds those of admins, separated by commas.
 */
import type { PersonToken } from "./call.ts";

/** The app's secrets, by name. */
export type Secrets = Readonly<Record<string, string>>;

const USER_TOKEN = "USER_TOKEN_";

/** A person's own token among the secrets, or `null`. */
export function secretTokenOf(
  secrets: Secrets,
  person: string,
): PersonToken | null {
  const token = secrets[USER_TOKEN + person];
  if (!token) return null;
  return { token, credential: { owner: "person", person, path: "env" } };
}

/** The admins' tokens among the secrets, numbered from 1. */
export function adminTokens(
  secrets: Secrets,
): { token: string; number: number }[] {
  return (secrets.ADMIN_TOKENS ?? "").split(",").map((each) => each.trim())
    .filter(Boolean)
    .map((token, index) => ({ token, number: index + 1 }));
}

/** A token among the secrets, and the name of its secret. */
export interface SecretToken {
  secret: string;
  token: PersonToken;
}

/** Every token among the secrets, people's own and admins'. */
export function secretTokens(secrets: Secrets): SecretToken[] {
  const own = Object.keys(secrets).sort()
    .filter((secret) => secret.startsWith(USER_TOKEN))
    .flatMap((secret): SecretToken[] => {
      const token = secretTokenOf(secrets, secret.slice(USER_TOKEN.length));
      return token ? [{ secret, token }] : [];
    });
  const admins = adminTokens(secrets).map(({ token, number }): SecretToken => ({
    secret: `ADMIN_TOKENS, number ${number}`,
    token: {
      token,
      credential: { owner: "admin", person: "", number, path: "admin" },
    },
  }));
  return [...own, ...admins];
}
