import { SECOND } from "@std/datetime";
import {
  type Account,
  accountOf,
  connectedToken,
  forgetConnection,
  isAccountOf,
  isWithin,
} from "../../slack/accounts.ts";
import {
  asFailure,
  isTokenGone,
  retryAfterMs,
  SlackFailure,
} from "../../slack/failure.ts";
import { type Execution, mayBegin } from "../execution.ts";
import { accountNotChecked, accountNotOwn } from "../messages/consent.ts";

/** The pause before a failed check is repeated, unless Slack names one. */
const PAUSE_MS = SECOND;

/**
 * Checks that a connection is to the person's own account. If it is not, Slack is
 * told to forget it, so that no one is ever written to with it.
 *
 * @param connection Its external token id.
 * @returns what to tell the person if it must not be used; `null` if it is theirs.
 */
export async function refuseConnection(
  execution: Execution,
  person: string,
  connection: string,
): Promise<string | null> {
  const { workspace } = execution;
  try {
    const account = await readAccount(execution, person, connection);
    if (isAccountOf(account, person, workspace)) return null;
    await forget(execution, connection);
    const { user, userName, teamName } = account;
    return accountNotOwn(
      isWithin(account, workspace)
        ? { user }
        : { name: userName, workspace: teamName },
    );
  } catch (thrown) {
    if (!(thrown instanceof SlackFailure)) throw thrown;
    // Its token will never work, so the next click must connect another one.
    if (isTokenGone(thrown)) await forget(execution, connection);
    return accountNotChecked(thrown.error);
  }
}

/** Reads whose account it is; a failure that may pass is tried once more. */
async function readAccount(
  execution: Execution,
  person: string,
  connection: string,
): Promise<Account> {
  try {
    return await readOnce(execution, person, connection);
  } catch (thrown) {
    const { kind } = asFailure(thrown, "checking an account");
    const waitMs = retryAfterMs(thrown) ?? PAUSE_MS;
    if (kind !== "retry" || !mayBegin(execution, waitMs)) throw thrown;
    await execution.clock.sleep(waitMs);
    return await readOnce(execution, person, connection);
  }
}

/** An expired token is refreshed once. */
async function readOnce(
  { client }: Execution,
  person: string,
  connection: string,
): Promise<Account> {
  try {
    const token = await connectedToken(client, person, connection);
    return await accountOf(client, token);
  } catch (thrown) {
    const { error } = asFailure(thrown, "checking an account");
    if (error !== "token_expired") throw thrown;
    const token = await connectedToken(client, person, connection, true);
    return await accountOf(client, token);
  }
}

/** If this fails, the connection stays with Slack, and no record names it. */
async function forget(
  { client }: Execution,
  connection: string,
): Promise<void> {
  try {
    await forgetConnection(client, connection);
  } catch (thrown) {
    const { message } = asFailure(thrown, "forgetting");
    console.warn(`a connection that is not used: ${message}`);
  }
}
