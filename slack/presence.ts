import { call, type PersonToken, type SlackClient } from "./call.ts";
import { malformed } from "./failure.ts";

/**
 * Whether the person has set themselves away. Slack shows it to their own token
 * only.
 *
 * @throws {SlackFailure} when it cannot be read.
 */
export async function readAway(
  client: SlackClient,
  token: PersonToken,
): Promise<boolean> {
  const method = "users.getPresence";
  const { manual_away } = await call(client, method, {}, { token });
  if (typeof manual_away === "boolean") return manual_away;
  throw malformed(method, token.credential, "an answer without manual_away");
}

/**
 * Sets the person away, or lets Slack choose their presence again.
 *
 * @returns the value that was written.
 * @throws {SlackFailure} of kind `unknown` when it may have been set.
 */
export async function writeAway(
  client: SlackClient,
  token: PersonToken,
  away: boolean,
): Promise<boolean> {
  const presence = away ? "away" : "auto";
  await call(client, "users.setPresence", { presence }, { token });
  return away;
}
