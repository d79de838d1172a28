import { call, type PersonToken, type SlackClient } from "./call.ts";
import { malformed } from "./failure.ts";

/**
 * Whether the person has set themselves away; Slack tells it to their own
 * token alone.
 *
 * @throws {SlackFailure} when Slack does not say.
 */
export async function readAway(
  client: SlackClient,
  token: PersonToken,
): Promise<boolean> {
  const { manual_away } = await call(client, "users.getPresence", {}, {
    token,
  });
  if (typeof manual_away !== "boolean") {
    throw malformed(
      "users.getPresence",
      token.credential,
      "an answer without manual_away",
    );
  }
  return manual_away;
}

/** Sets the person away, or leaves their presence to Slack again. */
export async function writeAway(
  client: SlackClient,
  token: PersonToken,
  away: boolean,
): Promise<boolean> {
  const presence = away ? "away" : "auto";
  await call(client, "users.setPresence", { presence }, { token });
  return away;
}
