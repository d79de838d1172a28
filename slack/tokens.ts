import type { PartName } from "../reconciler/claim.ts";
import { call, type PersonToken, type SlackClient } from "./call.ts";
import { isOwnTokenGone, malformed, SlackFailure } from "./failure.ts";

/** How a person's presence can be written, in the order of preference. */
export type TokenPath = "own" | "env" | "admin";

/** How the names of secrets with one person's own token begin, for a pilot. */
export const ENV_TOKEN = "USER_TOKEN_";

/** The name of the secret that holds one person's own token, for a pilot. */
function envTokenName(person: string): string {
  return ENV_TOKEN + person;
}

/** A connection that Slack refused, and which path, if any, sets the status instead. */
export interface GoneConnection {
  person: string;
  failure: SlackFailure;
  instead: TokenPath | null;
}

/** One person's own connection, asked for once. */
interface Connection {
  id: string;
  token: Promise<PersonToken>;
  /** Why it serves no more. */
  refusal: SlackFailure | null;
}

/** One token of the secret ADMIN_TOKENS. */
interface AdminToken {
  token: string;
  number: number;
  /** How many people it was handed out for. */
  people: number;
}

/**
 * Finds a token for each person, once an execution: their own through external
 * auth by the id in their consent, else their own from the environment, else,
 * for their status alone, an admin's. Tokens are never stored, logged or
 * returned by a step.
 */
export class Tokens {
  readonly #client: SlackClient;
  readonly #env: Readonly<Record<string, string>>;
  readonly #connections = new Map<string, Connection>();
  readonly #admins: AdminToken[];
  /** The admin token of each person who needs one. */
  readonly #adminOf = new Map<string, AdminToken>();
  /** Tokens of secrets that do not serve a person, by person. */
  readonly #refused = new Map<string, Set<string>>();

  constructor(client: SlackClient, env: Readonly<Record<string, string>>) {
    this.#client = client;
    this.#env = env;
    this.#admins = adminTokens(env);
  }

  /**
   * The token to write this part of a person's presence with.
   *
   * @throws {SlackFailure} of kind `person` when there is none to be had;
   * `path_cannot` when an admin's could set the status, but not this part.
   */
  async of(
    person: string,
    externalTokenId: string | null,
    part: PartName = "status",
  ): Promise<PersonToken> {
    const own = await this.#own(person, externalTokenId);
    if (own && !(own instanceof SlackFailure)) return own;
    const env = this.#fromEnv(person);
    // Where no other serves, the secret that Slack refused is the one to name.
    const passed = part === "status" && env && this.#isRefused(env, person);
    if (env && !passed) return env;
    const admin = part === "status" ? this.#fromAdmin(person) : null;
    if (admin) return admin;
    if (own) throw own;
    throw this.#admins.length > 0 ? pathCannot(person, part) : noToken(person);
  }

  /**
   * Whether finding this person's token will take a call of
   * `apps.auth.external.get`.
   */
  asksSlack(person: string, externalTokenId: string | null): boolean {
    return externalTokenId !== null &&
      this.#connections.get(person)?.id !== externalTokenId;
  }

  /** The number of the admin token that will set this person's status; `null`: it takes none. */
  adminNumber(person: string, externalTokenId: string | null): number | null {
    if (externalTokenId !== null || this.#fromEnv(person)) return null;
    const admin = this.#fromAdmin(person)?.credential;
    return admin?.owner === "admin" ? admin.number : null;
  }

  /**
   * Notes that a token of a secret does not serve this person (see
   * `isTokenRefused`): their own from the environment, or an admin's that they
   * outrank. The last one stays theirs, so that what Slack says of it is what
   * is reported. Of a connection of their own, `noteGone` is told first.
   *
   * @returns whether another one is tried next.
   */
  refuse(token: PersonToken, person: string): boolean {
    if (token.credential.path === "own") {
      const gone = Boolean(this.#connections.get(person)?.refusal);
      return gone && this.#instead(person) !== null;
    }
    if (this.#isRefused(token, person)) return false;
    const refused = this.#refused.get(person) ?? new Set();
    const left = this.#admins.some((admin) =>
      admin.token !== token.token && !refused.has(admin.token)
    );
    if (!left) return false;
    this.#refused.set(person, refused.add(token.token));
    this.#adminOf.delete(person);
    return true;
  }

  /**
   * Notes that a call with the person's own connection was refused for good:
   * from now on the next path serves them. Other failures are ignored.
   */
  noteGone(person: string, failure: SlackFailure): void {
    const connection = this.#connections.get(person);
    if (connection && isOwnTokenGone(failure)) connection.refusal = failure;
  }

  /** Own connections found refused, whether or not another path serves. */
  gone(): GoneConnection[] {
    return [...this.#connections].flatMap(([person, { refusal }]) =>
      refusal && isOwnTokenGone(refusal)
        ? [{ person, failure: refusal, instead: this.#instead(person) }]
        : []
    );
  }

  /** @returns the connection's token, why it serves no more, or `null`: none was made. */
  async #own(
    person: string,
    id: string | null,
  ): Promise<PersonToken | SlackFailure | null> {
    if (id === null) return null;
    let connection = this.#connections.get(person);
    if (connection?.id !== id) {
      const token = this.#external(person, id);
      connection = { id, token, refusal: null };
      this.#connections.set(person, connection);
    }
    if (connection.refusal) return connection.refusal;
    try {
      return await connection.token;
    } catch (failure) {
      if (failure instanceof SlackFailure && failure.kind === "person") {
        return connection.refusal = failure;
      }
      // What may work later is not remembered.
      if (this.#connections.get(person) === connection) {
        this.#connections.delete(person);
      }
      throw failure;
    }
  }

  /** What Slack says of a kept token is said of the person's, not of the app's. */
  async #external(person: string, id: string): Promise<PersonToken> {
    const method = "apps.auth.external.get";
    const credential = { owner: "person", person, path: "own" } as const;
    const args = { external_token_id: id };
    const answer = await call(this.#client, method, args, { credential });
    const token = answer.external_token;
    if (typeof token !== "string") {
      throw malformed(method, credential, "an answer without a token");
    }
    return { token, credential };
  }

  #fromEnv(person: string): PersonToken | null {
    const token = this.#env[envTokenName(person)];
    if (!token) return null;
    return { token, credential: { owner: "person", person, path: "env" } };
  }

  /** Of the admin tokens that may serve them, the one that serves the fewest people. */
  #fromAdmin(person: string): PersonToken | null {
    let admin = this.#adminOf.get(person);
    if (!admin) {
      const refused = this.#refused.get(person);
      [admin] = this.#admins.filter(({ token }) => !refused?.has(token))
        .sort((a, b) => a.people - b.people);
      if (!admin) return null;
      this.#adminOf.set(person, admin);
      admin.people += 1;
    }
    const { token, number } = admin;
    return {
      token,
      credential: { owner: "admin", person, number, path: "admin" },
    };
  }

  #isRefused({ token }: PersonToken, person: string): boolean {
    return this.#refused.get(person)?.has(token) ?? false;
  }

  /** The path that sets the person's status without their own connection. */
  #instead(person: string): TokenPath | null {
    const env = this.#fromEnv(person);
    if (env && !this.#isRefused(env, person)) return "env";
    return this.#admins.length > 0 ? "admin" : null;
  }
}

/** The tokens of the secret ADMIN_TOKENS, separated by commas. */
export function adminTokens(
  env: Readonly<Record<string, string>>,
): AdminToken[] {
  return (env.ADMIN_TOKENS ?? "").split(",").map((each) => each.trim())
    .filter(Boolean)
    .map((token, index) => ({ token, number: index + 1, people: 0 }));
}

/** Slack takes a snooze and a presence from nobody but the person themselves. */
function pathCannot(
  person: string,
  part: PartName,
): SlackFailure {
  const method = part === "dnd" ? "dnd.setSnooze" : "users.setPresence";
  return noOwnToken(
    person,
    method,
    "path_cannot",
    "an admin's token cannot change notifications or presence; they can connect their own account by opting in again",
  );
}

function noToken(person: string): SlackFailure {
  return noOwnToken(
    person,
    "apps.auth.external.get",
    "no_token",
    "their Slack account is not connected",
  );
}

function noOwnToken(
  person: string,
  method: string,
  error: string,
  detail: string,
): SlackFailure {
  const credential = { owner: "person", person, path: "own" } as const;
  return new SlackFailure(method, error, "person", credential, null, detail);
}
