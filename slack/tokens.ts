import { call, type PersonToken, type SlackClient } from "./call.ts";
import { malformed, SlackFailure } from "./failure.ts";

/** How a person's presence can be written, in the order of preference. */
export type TokenPath = "own" | "env";

/** The name of the secret that holds one person's own token, for a pilot. */
function envTokenName(person: string): string {
  return `USER_TOKEN_${person}`;
}

/**
 * Finds each person's own token, once an execution: through external auth by
 * the id in their consent, else from the environment. Tokens are never stored,
 * logged or returned by a step.
 */
export class Tokens {
  readonly #found = new Map<string, Promise<PersonToken>>();

  constructor(
    private readonly client: SlackClient,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @throws {SlackFailure} of kind `person` when there is none to be had. */
  of(person: string, externalTokenId: string | null): Promise<PersonToken> {
    const key = `${person} ${externalTokenId ?? ""}`;
    const known = this.#found.get(key);
    if (known) return known;
    const found = this.#resolve(person, externalTokenId);
    this.#found.set(key, found);
    // What may work later is not remembered.
    found.catch((failure: SlackFailure) => {
      if (failure.kind !== "person") this.#found.delete(key);
    });
    return found;
  }

  async #resolve(
    person: string,
    externalTokenId: string | null,
  ): Promise<PersonToken> {
    const fromEnv = this.#fromEnv(person);
    if (externalTokenId === null) return fromEnv ?? noToken(person);
    try {
      return await this.#external(person, externalTokenId);
    } catch (failure) {
      const gone = failure instanceof SlackFailure && failure.kind === "person";
      if (gone && fromEnv) return fromEnv;
      throw failure;
    }
  }

  /** What Slack says of a kept token is said of the person's, not of the app's. */
  async #external(person: string, id: string): Promise<PersonToken> {
    const method = "apps.auth.external.get";
    const credential = { owner: "person", person, path: "own" } as const;
    const args = { external_token_id: id };
    const answer = await call(this.client, method, args, { credential });
    const token = answer.external_token;
    if (typeof token !== "string") {
      throw malformed(method, credential, "an answer without a token");
    }
    return { token, credential };
  }

  #fromEnv(person: string): PersonToken | null {
    const token = this.env[envTokenName(person)];
    if (!token) return null;
    return { token, credential: { owner: "person", person, path: "env" } };
  }
}

function noToken(person: string): never {
  const credential = { owner: "person", person, path: "own" } as const;
  throw new SlackFailure(
    "apps.auth.external.get",
    "no_token",
    "person",
    credential,
    null,
    "their Slack account is not connected",
  );
}
