import {
  accountOf,
  connectedToken,
  isAccountOf,
} from "../../slack/accounts.ts";
import { asFailure, SlackFailure } from "../../slack/failure.ts";
import { Tokens } from "../../slack/tokens.ts";
import type { Execution } from "../execution.ts";
import type { OwnAccount } from "../messages/home.ts";

/**
 * Finds out how a person's presence can be set, and whether their connection works:
 * `auth.test` with its token says so.
 *
 * @param connection Its external token id; `null`: they connected no account.
 */
export async function accountState(
  execution: Execution,
  person: string,
  connection: string | null,
): Promise<OwnAccount> {
  try {
    const error = connection === null
      ? null
      : await whyNotConnected(execution, person, connection);
    if (connection !== null && error === null) return { kind: "connected" };
    const substitute = await substituteOf(execution, person);
    if (error !== null) return { kind: "rejected", error, substitute };
    return { kind: substitute ?? "none" };
  } catch (thrown) {
    const { error } = asFailure(thrown, "checking an account");
    return { kind: "unknown", error };
  }
}

/**
 * @returns Slack's word for why their connection does not work; `null` if it does.
 * @throws {SlackFailure} if Slack could not be asked.
 */
async function whyNotConnected(
  { client, workspace }: Execution,
  person: string,
  connection: string,
): Promise<string | null> {
  const check = async (refresh: boolean) => {
    const token = await connectedToken(client, person, connection, refresh);
    const account = await accountOf(client, token);
    return isAccountOf(account, person, workspace) ? null : "other_account";
  };
  try {
    return await check(false);
  } catch (thrown) {
    if (!isOfPerson(thrown)) throw thrown;
    if (thrown.error !== "token_expired") return thrown.error;
  }
  try {
    return await check(true);
  } catch (thrown) {
    if (!isOfPerson(thrown)) throw thrown;
    return thrown.error;
  }
}

/** The token among the secrets that serves a person without a connection. */
async function substituteOf(
  { client, env, workspace }: Execution,
  person: string,
): Promise<"env" | "admin" | null> {
  try {
    const { credential } = await new Tokens(client, env, workspace)
      .of(person, null);
    return credential.path === "admin" ? "admin" : "env";
  } catch (thrown) {
    if (!isOfPerson(thrown)) throw thrown;
    return null;
  }
}

/** Whether a failure is about the person's own token, which was asked about. */
function isOfPerson(thrown: unknown): thrown is SlackFailure {
  return thrown instanceof SlackFailure && thrown.kind === "person";
}
