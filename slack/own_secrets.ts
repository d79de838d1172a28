import {
  type Account,
  accountOf,
  isAccountOf,
  type SlackWorkspace,
} from "./accounts.ts";
import type { PersonToken, SlackClient } from "./call.ts";
import { asFailure, SlackFailure } from "./failure.ts";
import { type Secrets, secretTokenOf } from "./secret_tokens.ts";

/**
 * People's own tokens among the secrets. One is used only if `auth.test` says that
 * it is its person's; that is asked once an execution. A connection was checked so
 * when it was recorded.
 */
export class OwnSecrets {
  readonly #client: SlackClient;
  readonly #secrets: Secrets;
  readonly #workspace: SlackWorkspace;
  readonly #onBad: (failure: SlackFailure) => void;
  readonly #checks = new Map<string, Promise<PersonToken | SlackFailure>>();
  readonly #bad = new Set<string>();

  /** @param onBad Told once of each token that is not used. */
  constructor(
    client: SlackClient,
    secrets: Secrets,
    workspace: SlackWorkspace,
    onBad: (failure: SlackFailure) => void,
  ) {
    this.#client = client;
    this.#secrets = secrets;
    this.#workspace = workspace;
    this.#onBad = onBad;
  }

  /**
   * @returns the person's token, why it is not used, or `null`: there is none.
   * @throws {SlackFailure} if Slack could not be asked.
   */
  async of(person: string): Promise<PersonToken | SlackFailure | null> {
    const token = secretTokenOf(this.#secrets, person);
    if (!token) return null;
    const check = this.#checks.get(person) ?? this.#check(person, token);
    this.#checks.set(person, check);
    try {
      return await check;
    } catch (failure) {
      // It may be checked later, so it is not remembered.
      if (this.#checks.get(person) === check) this.#checks.delete(person);
      throw failure;
    }
  }

  /** Whether a check found that the person's token is not used. */
  isBad(person: string): boolean {
    return this.#bad.has(person);
  }

  async #check(
    person: string,
    token: PersonToken,
  ): Promise<PersonToken | SlackFailure> {
    let refusal: SlackFailure;
    try {
      const account = await accountOf(this.#client, token);
      if (isAccountOf(account, person, this.#workspace)) return token;
      refusal = otherAccount(person, token, account);
    } catch (thrown) {
      const failure = asFailure(thrown, "checking a secret");
      if (failure.kind !== "person") throw failure;
      refusal = failure;
    }
    this.#bad.add(person);
    this.#onBad(refusal);
    return refusal;
  }
}

function otherAccount(
  person: string,
  { credential }: PersonToken,
  { user, userName, team, teamName }: Account,
): SlackFailure {
  const owner = user === person
    ? `theirs in another workspace (${teamName || team})`
    : userName || user;
  const detail =
    `the secret USER_TOKEN_${person} holds a token of ${owner}, so it is not used: set one of their own`;
  const error = "other_account";
  const method = "auth.test";
  return new SlackFailure(method, error, "person", credential, null, detail);
}
