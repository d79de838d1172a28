/**
 * Whose Slack account a token is for. A person is served with a token of their
 * own account only; it may be another's, after a shared browser or a slip of an
 * operator.
 */
import { call, type PersonToken, type SlackClient } from "./call.ts";
import { APP, malformed } from "./failure.ts";
import { shortText } from "../plain_text.ts";
import { decodeEntities } from "./messages.ts";

/** A workspace of Slack. `enterprise` is `""` outside of Enterprise Grid. */
export interface SlackWorkspace {
  team: string;
  enterprise: string;
}

/** The account of a token, with its names as Slack shows them. */
export interface Account extends SlackWorkspace {
  user: string;
  userName: string;
  teamName: string;
}

/**
 * The account that a token acts for (Slack, auth.test).
 *
 * @throws {SlackFailure} when Slack refuses the token, or does not say whose it is.
 */
export async function accountOf(
  client: SlackClient,
  token: PersonToken,
): Promise<Account> {
  const method = "auth.test";
  const answer = await call(client, method, {}, { token });
  const account = {
    user: textOf(answer.user_id),
    team: textOf(answer.team_id),
    enterprise: textOf(answer.enterprise_id),
    userName: shortText(decodeEntities(textOf(answer.user))),
    teamName: shortText(decodeEntities(textOf(answer.team))),
  };
  if (account.user !== "" && account.team !== "") return account;
  throw malformed(method, token.credential, "an answer without an account");
}

/**
 * The app's own user id.
 *
 * @throws {SlackFailure} when Slack does not say.
 */
export async function ownUserId(client: SlackClient): Promise<string> {
  const answer = await call(client, "auth.test", {});
  const id = textOf(answer.user_id);
  if (id !== "") return id;
  throw malformed("auth.test", APP, "an answer without an account");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/**
 * Whether it is this person's account in this workspace. In an organization on
 * Enterprise Grid a person has one id in all workspaces.
 */
export function isAccountOf(
  account: Pick<Account, "user" | "team" | "enterprise">,
  person: string,
  workspace: SlackWorkspace,
): boolean {
  return account.user === person && isWithin(account, workspace);
}

/** Whether both are the same workspace, or of the same organization. */
export function isWithin(
  { team, enterprise }: SlackWorkspace,
  workspace: SlackWorkspace,
): boolean {
  return team === workspace.team ||
    enterprise !== "" && enterprise === workspace.enterprise;
}

/**
 * The token of a connection (Slack, apps.auth.external.get).
 *
 * @param id The connection's external token id.
 * @param refresh Whether Slack first gets a new token from the provider.
 * @throws {SlackFailure} that concerns the person's connection, though the app's
 * own token makes this call.
 */
export async function connectedToken(
  client: SlackClient,
  person: string,
  id: string,
  refresh = false,
): Promise<PersonToken> {
  const method = "apps.auth.external.get";
  const credential = { owner: "person", person, path: "own" } as const;
  const args = {
    external_token_id: id,
    ...(refresh ? { force_refresh: true } : {}),
  };
  const answer = await call(client, method, args, { credential });
  const token = answer.external_token;
  if (typeof token === "string") return { token, credential };
  throw malformed(method, credential, "an answer without a token");
}

/** Makes Slack forget a connection. The token itself stays valid. */
export async function forgetConnection(
  client: SlackClient,
  id: string,
): Promise<void> {
  const args = { external_token_id: id };
  await call(client, "apps.auth.external.delete", args);
}
