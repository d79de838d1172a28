import {
  accountOf,
  connectedToken,
  isAccountOf,
} from "../../slack/accounts.ts";
import type { OwnPresence } from "../../reconciler/presence.ts";
import type { PersonToken, SlackClient } from "../../slack/call.ts";
import { asFailure, SlackFailure } from "../../slack/failure.ts";
import { readOwnPresence } from "../../slack/presence.ts";
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
    const checked = connection === null
      ? null
      : await checkConnection(execution, person, connection);
    if (checked !== null && typeof checked !== "string") {
      return { kind: "connected", ...checked };
    }
    const substitute = await substituteOf(execution, person);
    if (checked !== null) {
      return { kind: "rejected", error: checked, substitute };
    }
    return { kind: substitute ?? "none" };
  } catch (thrown) {
    const { error } = asFailure(thrown, "checking an account");
    return { kind: "unknown", error };
  }
}

/**
 * @returns their presence if the connection works (`null`: it could not be read), else
 * Slack's word for why it does not.
 * @throws {SlackFailure} if Slack could not be asked.
 */
async function checkConnection(
  { client, workspace }: Execution,
  person: string,
  connection: string,
): Promise<{ presence: OwnPresence | null } | string> {
  const check = async (refresh: boolean) => {
    const token = await connectedToken(client, person, connection, refresh);
    const account = await accountOf(client, token);
    return isAccountOf(account, person, workspace)
      ? { presence: await presenceIfRead(client, token) }
      : "other_account";
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

/** The rest of *My Shiftlight* can do without it. */
async function presenceIfRead(
  client: SlackClient,
  token: PersonToken,
): Promise<OwnPresence | null> {
  try {
    return await readOwnPresence(client, token);
  } catch (thrown) {
    console.warn(asFailure(thrown, "reading a presence").message);
    return null;
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
