import type { Consent } from "../../reconciler/consent.ts";
import type { PersonToken } from "../../slack/call.ts";
import { asFailure } from "../../slack/failure.ts";
import { getRecord } from "../../slack/record_store.ts";
import { leavingConsents } from "../../slack/records/consents.ts";
import { Tokens } from "../../slack/tokens.ts";
import type { Execution } from "../execution.ts";

/**
 * Does `work` with a token that serves this part of the person. An expired one is
 * renewed once.
 *
 * @param connection The id of the account that they connected, if any.
 * @throws {SlackFailure} if no token serves them, and what `work` throws.
 */
export async function withToken<T>(
  { client, env, workspace }: Execution,
  person: string,
  connection: string | null,
  part: "status" | "presence",
  work: (token: PersonToken) => Promise<T>,
): Promise<T> {
  const tokens = new Tokens(client, env, workspace);
  try {
    return await work(await tokens.of(person, connection, part));
  } catch (thrown) {
    const reason = asFailure(thrown, "using a token");
    const failure = await tokens.noteGone(person, reason);
    if (failure !== null) throw failure;
    return await work(await tokens.of(person, connection, part));
  }
}

/**
 * The id of the account that a person connected. What else they allow does not
 * matter to what they do themselves, so a record that does not parse is no hindrance.
 *
 * @throws {SlackFailure} if it cannot be read.
 */
export async function connectionOf(
  { client }: Execution,
  person: string,
): Promise<string | null> {
  const { records } = await getRecord<Consent>(client, leavingConsents, person);
  return records.get(person)?.external_token_id ?? null;
}
