import type { Config } from "../../config/schema.ts";
import { emojiNames } from "../../slack/emoji.ts";
import { asFailure } from "../../slack/failure.ts";
import { postMessage, updateMessage } from "../../slack/messages.ts";
import { allRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { SetUpRecord } from "../../slack/records/runs.ts";
import { missingScopes } from "../../slack/scopes.ts";
import { accountOf, isWithin } from "../../slack/accounts.ts";
import { type SecretToken, secretTokens } from "../../slack/secret_tokens.ts";
import type { Execution } from "../execution.ts";
import { REPORT_CHANNEL_READY } from "../messages/report.ts";
import {
  cannotPostTo,
  canPostTo,
  connected,
  connectionsUnknown,
  EMOJI_COMPLETE,
  emojiMissing,
  emojiUnknown,
  type Finding,
  NO_REPORT_CHANNEL,
  NO_TOKEN_PATH,
  SAMPLE_CLIENT_ID,
  SCOPES_COMPLETE,
  scopesMissing,
  secretOfOtherPerson,
  secretOfOtherWorkspace,
  secretRejected,
  secretWorks,
} from "../messages/set_up.ts";

/** Checks the scopes of the manifest, as far as calls can show that one is missing. */
export async function checkScopes(
  { client }: Pick<Execution, "client">,
  person: string,
): Promise<Finding> {
  const scopes = await missingScopes(client, person);
  return scopes.length === 0 ? SCOPES_COMPLETE : scopesMissing(scopes);
}

/** Checks that the workspace has the emoji of every state. */
export async function checkEmoji(
  { client, config: { states } }: Pick<Execution, "client" | "config">,
): Promise<Finding> {
  try {
    const known = await emojiNames(client);
    const lacking = Object.entries(states)
      .map(([state, { emoji }]) => ({ state, emoji }))
      .filter(({ emoji }) => !known.has(emoji.split(":")[1] ?? ""));
    return lacking.length === 0 ? EMOJI_COMPLETE : emojiMissing(lacking);
  } catch (thrown) {
    const { message } = asFailure(thrown, "reading the emoji");
    return emojiUnknown(message);
  }
}

/** Checks which tokens can set statuses, and whether each works. */
export async function checkTokenPaths(
  execution: Execution,
): Promise<Finding[]> {
  const { config, env } = execution;
  const secrets = secretTokens(env);
  const findings = [
    ...await checkConnections(execution, config),
    ...await Promise.all(
      secrets.map((secret) => checkSecret(execution, secret)),
    ),
  ];
  if (config.companion_app !== null || secrets.length > 0) return findings;
  return [NO_TOKEN_PATH];
}

async function checkConnections(
  { client }: Execution,
  { companion_app }: Pick<Config, "companion_app">,
): Promise<Finding[]> {
  if (companion_app === null) return [];
  if (/^0+\.0+$/.test(companion_app.client_id)) return [SAMPLE_CLIENT_ID];
  try {
    const { records } = await allRecords(client, consents);
    const people = [...records.values()]
      .filter(({ withdrawn_at }) => withdrawn_at === null);
    const own = people.filter(({ external_token_id }) =>
      external_token_id !== null
    );
    return [connected(own.length, people.length)];
  } catch (thrown) {
    const { message } = asFailure(thrown, "counting who opted in");
    return [connectionsUnknown(message)];
  }
}

async function checkSecret(
  { client, workspace }: Execution,
  { secret, token }: SecretToken,
): Promise<Finding> {
  try {
    const account = await accountOf(client, token);
    const { user, team } = account;
    const { owner, person } = token.credential;
    if (!isWithin(account, workspace)) {
      return secretOfOtherWorkspace(secret, user, team);
    }
    return owner === "person" && user !== person
      ? secretOfOtherPerson(secret, user)
      : secretWorks(secret, user);
  } catch (thrown) {
    const { error } = asFailure(thrown, "testing a token");
    return secretRejected(secret, error);
  }
}

/** The message that was posted to check the report channel. */
type ChannelMessage = Pick<SetUpRecord, "channel" | "ts">;

const NO_MESSAGE: ChannelMessage = { channel: "", ts: "" };

/**
 * Checks whether reports arrive: posts a message the first time, and updates that
 * message from then on, which disturbs no one.
 *
 * @returns the finding, and where the message is.
 */
export async function checkReportChannel(
  { client, config: { report_channel: channel } }: Execution,
  known: ChannelMessage,
): Promise<{ finding: Finding; message: ChannelMessage }> {
  if (channel === null) {
    return { finding: NO_REPORT_CHANNEL, message: NO_MESSAGE };
  }
  const posted = known.channel === channel ? known.ts : "";
  const text = REPORT_CHANNEL_READY;
  try {
    if (posted !== "") await updateMessage(client, channel, posted, text);
    const ts = posted || await postMessage(client, channel, text);
    return { finding: canPostTo(channel), message: { channel, ts } };
  } catch (thrown) {
    const { error } = asFailure(thrown, "posting");
    // The message may be deleted. The next set-up posts another one.
    return { finding: cannotPostTo(channel, error), message: NO_MESSAGE };
  }
}
