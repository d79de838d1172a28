import { call, type PersonToken, type SlackClient } from "./call.ts";
import { APP, malformed } from "./failure.ts";
import type { OwnPresence, Presence } from "../reconciler/presence.ts";

const METHOD = "users.getPresence";

/**
 * What every member can see of a person, with the app's own token.
 *
 * @throws {SlackFailure} when it cannot be read.
 */
export async function readPresence(
  client: SlackClient,
  person: string,
): Promise<Presence> {
  const { presence } = await call(client, METHOD, { user: person });
  if (presence === "active" || presence === "away") return presence;
  throw malformed(METHOD, APP, "an answer without a presence");
}

/**
 * All that Slack tells a person's own token about them.
 *
 * @throws {SlackFailure} when it cannot be read.
 */
export async function readOwnPresence(
  client: SlackClient,
  token: PersonToken,
): Promise<OwnPresence> {
  const answer = await call(client, METHOD, {}, { token });
  const { presence } = answer;
  if (presence !== "active" && presence !== "away") {
    throw malformed(METHOD, token.credential, "an answer without a presence");
  }
  // A detail of another type counts as left out.
  const details = [
    ...FLAGS.filter((name) => typeof answer[name] === "boolean"),
    ...NUMBERS.filter((name) => Number.isSafeInteger(answer[name])),
  ].map((name) => [name, answer[name]]);
  return { presence, ...Object.fromEntries(details) };
}

const FLAGS = ["online", "auto_away", "manual_away"];
const NUMBERS = ["connection_count", "last_activity"];

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
  const { manual_away } = await call(client, METHOD, {}, { token });
  if (typeof manual_away === "boolean") return manual_away;
  throw malformed(METHOD, token.credential, "an answer without manual_away");
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
