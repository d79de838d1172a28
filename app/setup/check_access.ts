import type { Config } from "../../config/schema.ts";
import type { SlackClient } from "../../slack/call.ts";
import { asFailure } from "../../slack/failure.ts";
import { allRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import { missingScopes } from "../../slack/scopes.ts";
import {
  ownerOf,
  type SecretToken,
  secretTokens,
} from "../../slack/secret_tokens.ts";
import type { Execution } from "../execution.ts";
import { type Finding, missing, note, right } from "./finding.ts";

/** The scopes of the manifest, as far as calls can show that one is missing. */
export async function checkScopes(
  { client }: Pick<Execution, "client">,
  person: string,
): Promise<Finding[]> {
  const scopes = await missingScopes(client, person);
  if (scopes.length === 0) return [right("Scopes: the app has what it needs.")];
  return [missing(
    `Scopes: Slack says that ${
      scopes.join(", ")
    } is missing; deploy again (slack deploy) and have an admin approve the app.`,
  )];
}

/** By which ways statuses can be set, and whether each works. */
export async function checkTokenPaths(
  execution: Execution,
): Promise<Finding[]> {
  const { client, config, env } = execution;
  const secrets = secretTokens(env);
  const findings = [
    ...await checkConnections(execution, config),
    ...await Promise.all(secrets.map((secret) => checkSecret(client, secret))),
  ];
  if (config.companion_app !== null || secrets.length > 0) return findings;
  return [missing(
    "Tokens: there is no way to set anybody's status; set companion_app in shiftlight.config.ts, or the secret ADMIN_TOKENS.",
  )];
}

async function checkConnections(
  { client }: Execution,
  { companion_app }: Pick<Config, "companion_app">,
): Promise<Finding[]> {
  if (companion_app === null) return [];
  if (/^0+\.0+$/.test(companion_app.client_id)) {
    return [missing(
      "Companion app: its client id in shiftlight.config.ts is still the sample's; nobody can connect their account.",
    )];
  }
  try {
    const { records } = await allRecords(client, consents);
    const people = [...records.values()]
      .filter(({ withdrawn_at }) => withdrawn_at === null);
    const connected = people.filter(({ external_token_id }) =>
      external_token_id !== null
    );
    return [right(
      people.length === 0
        ? "Companion app: people connect their own account as they opt in; nobody has yet."
        : `Companion app: ${connected.length} of ${people.length} opted in have connected their own account.`,
    )];
  } catch (thrown) {
    const { message } = asFailure(thrown, "counting who opted in");
    return [
      note(`Companion app: who has connected is not known (${message}).`),
    ];
  }
}

async function checkSecret(
  client: SlackClient,
  { secret, token }: SecretToken,
): Promise<Finding> {
  try {
    const user = await ownerOf(client, token);
    const { owner, person } = token.credential;
    if (owner === "person" && user !== person) {
      return missing(
        `Secret ${secret}: its token is <@${user}>'s, not theirs whose name it bears; set it anew or remove it.`,
      );
    }
    return right(`Secret ${secret}: its token works, as <@${user}>.`);
  } catch (thrown) {
    const { error } = asFailure(thrown, "testing a token");
    return missing(
      `Secret ${secret}: Slack refuses its token (${error}); set it anew with \`slack env set\`, or remove it.`,
    );
  }
}
