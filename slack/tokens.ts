import type { PartName } from "../reconciler/claim.ts";
import { connectedToken, type SlackWorkspace } from "./accounts.ts";
import type { PersonToken, SlackClient } from "./call.ts";
import { asFailure, isOwnTokenGone, SlackFailure } from "./failure.ts";
import { OwnSecrets } from "./own_secrets.ts";
import { adminTokens, type Secrets, secretTokenOf } from "./secret_tokens.ts";

/**
 * How a person's presence can be written, in the order of preference:
 *
 * path    the token                                  can write
 * own     of the account that the person connected   status, dnd, presence
 * env     their own, in a secret                     status, dnd, presence
 * admin   an admin's, in a secret                    status
 */
type TokenPath = "own" | "env" | "admin";

/** A connection that Slack refused, and the path that sets the status in its place. */
export interface GoneConnection {
  person: string;
  failure: SlackFailure;
  fallback: TokenPath | null;
}

/** The account that a person connected. Its token is requested once. */
interface Connection {
  id: string;
  token: Promise<PersonToken>;
  /** Whether Slack got a new token for it, because the one before had expired. */
  refreshed: boolean;
  /** Why it no longer works. */
  refusal: SlackFailure | null;
}

/** One token of the secret ADMIN_TOKENS. */
interface AdminToken {
  token: string;
  number: number;
  /** How many people it serves. */
  people: number;
}

/** The tokens that may serve one person, as far as this execution knows. */
interface PersonState {
  connection: Connection | null;
  /** The admin token that was chosen for them. */
  admin: AdminToken | null;
  /** Tokens of secrets that Slack refused for them. */
  refused: Set<string>;
}

/**
 * Finds a token for each person, once an execution. Tokens are never stored or
 * logged, and no step returns them.
 */
export class Tokens {
  readonly #client: SlackClient;
  readonly #secrets: Secrets;
  readonly #ownSecrets: OwnSecrets;
  readonly #admins: AdminToken[];
  readonly #people = new Map<string, PersonState>();

  /**
   * @param workspace Where the people are.
   * @param onBadSecret Told once of each secret that is not used although an
   * admin's token may serve, so that no person's failure names it.
   */
  constructor(
    client: SlackClient,
    secrets: Secrets,
    workspace: SlackWorkspace,
    onBadSecret: (failure: SlackFailure) => void = () => {},
  ) {
    this.#client = client;
    this.#secrets = secrets;
    this.#admins = adminTokens(secrets).map((each) => ({ ...each, people: 0 }));
    this.#ownSecrets = new OwnSecrets(client, secrets, workspace, (failure) => {
      if (this.#admins.length > 0) onBadSecret(failure);
    });
  }

  /**
   * The token to write this part of a person's presence with.
   *
   * @param externalTokenId Names the connection in their consent, if any.
   * @throws {SlackFailure} of kind `person` when no token serves them, with the
   * error `path_cannot` when an admin's token serves only their status; of
   * another kind when Slack could not be asked.
   */
  async of(
    person: string,
    externalTokenId: string | null,
    part: PartName = "status",
  ): Promise<PersonToken> {
    const own = await this.#own(person, externalTokenId);
    if (own && !(own instanceof SlackFailure)) return own;
    const env = await this.#ownSecrets.of(person);
    // A refused secret is kept if no admin's token serves, so that the failure names it.
    const isUsable = env !== null && !(env instanceof SlackFailure) &&
      !(part === "status" && this.#isRefused(person, env));
    if (isUsable) return env;
    const admin = part === "status" ? this.#admin(person) : null;
    if (admin) return admin;
    if (env instanceof SlackFailure) throw env;
    if (own) throw own;
    throw this.#admins.length > 0 ? pathCannot(person, part) : noToken(person);
  }

  /** Whether `of` will call `apps.auth.external.get` for this person. */
  asksSlack(person: string, externalTokenId: string | null): boolean {
    return externalTokenId !== null &&
      this.#people.get(person)?.connection?.id !== externalTokenId;
  }

  /**
   * The number of the admin token that will set this person's status; `null`
   * when they have a token of their own, or there is no admin token.
   */
  adminNumber(person: string, externalTokenId: string | null): number | null {
    if (externalTokenId !== null) return null;
    if (secretTokenOf(this.#secrets, person)) return null;
    const admin = this.#admin(person)?.credential;
    return admin?.owner === "admin" ? admin.number : null;
  }

  /**
   * Notes that Slack refused a token for this person (see `isTokenRefused`).
   * The last secret that could serve is kept, so that Slack's error about it is
   * reported. For a connection, call `noteGone` first.
   *
   * @returns whether `of` now gives another token for their status.
   */
  refuse(token: PersonToken, person: string): boolean {
    const state = this.#stateOf(person);
    if (token.credential.path === "own") {
      const isGone = Boolean(state.connection?.refusal);
      return isGone && this.#fallback(person) !== null;
    }
    if (state.refused.has(token.token)) return false;
    const isOther = (admin: AdminToken) =>
      admin.token !== token.token && !state.refused.has(admin.token);
    if (!this.#admins.some(isOther)) return false;
    state.refused.add(token.token);
    state.admin = null;
    return true;
  }

  /**
   * Notes that a call with the person's own connection was refused for good:
   * from now on the next path serves them. An expired token is refreshed first,
   * once. Other failures are ignored.
   *
   * @returns the failure to go by; `null` if a new token serves them now.
   */
  async noteGone(
    person: string,
    failure: SlackFailure,
  ): Promise<SlackFailure | null> {
    const connection = this.#people.get(person)?.connection;
    if (!connection || !isOwnTokenGone(failure)) return failure;
    if (failure.error === "token_expired" && !connection.refreshed) {
      const reason = await this.#refresh(person, connection);
      // If Slack could not be asked, the token is not known to be gone.
      if (reason?.kind !== "person") return reason;
    }
    return connection.refusal = failure;
  }

  /** @returns why there is no new token, or `null`. */
  async #refresh(
    person: string,
    connection: Connection,
  ): Promise<SlackFailure | null> {
    try {
      const { id } = connection;
      const token = await connectedToken(this.#client, person, id, true);
      connection.token = Promise.resolve(token);
      connection.refreshed = true;
      return null;
    } catch (thrown) {
      return asFailure(thrown, "refreshing a token");
    }
  }

  /** The connections that Slack refused for good, whether or not another path serves. */
  gone(): GoneConnection[] {
    return [...this.#people].flatMap(([person, { connection }]) => {
      const failure = connection?.refusal;
      return failure && isOwnTokenGone(failure)
        ? [{ person, failure, fallback: this.#fallback(person) }]
        : [];
    });
  }

  /** @returns the connection's token, why it no longer works, or `null`: there is no connection. */
  async #own(
    person: string,
    id: string | null,
  ): Promise<PersonToken | SlackFailure | null> {
    if (id === null) return null;
    const state = this.#stateOf(person);
    if (state.connection?.id !== id) {
      const token = connectedToken(this.#client, person, id);
      state.connection = { id, token, refreshed: false, refusal: null };
    }
    const { connection } = state;
    if (connection.refusal) return connection.refusal;
    try {
      return await connection.token;
    } catch (failure) {
      if (failure instanceof SlackFailure && failure.kind === "person") {
        const reason = await this.noteGone(person, failure);
        if (reason === null) return await connection.token;
        if (reason.kind !== "person") throw reason;
        return connection.refusal = reason;
      }
      // It may work later, so it is not remembered.
      if (state.connection === connection) state.connection = null;
      throw failure;
    }
  }

  /** The person's admin token: at first the one that serves the fewest people. */
  #admin(person: string): PersonToken | null {
    const state = this.#stateOf(person);
    if (!state.admin) {
      const [fewest] = this.#admins
        .filter(({ token }) => !state.refused.has(token))
        .sort((a, b) => a.people - b.people);
      if (!fewest) return null;
      fewest.people += 1;
      state.admin = fewest;
    }
    const { token, number } = state.admin;
    return {
      token,
      credential: { owner: "admin", person, number, path: "admin" },
    };
  }

  /** The path that sets the person's status without their own connection. */
  #fallback(person: string): TokenPath | null {
    const env = secretTokenOf(this.#secrets, person);
    const isUsable = env && !this.#isRefused(person, env) &&
      !this.#ownSecrets.isBad(person);
    if (isUsable) return "env";
    return this.#admins.length > 0 ? "admin" : null;
  }

  #isRefused(person: string, { token }: PersonToken): boolean {
    return this.#people.get(person)?.refused.has(token) ?? false;
  }

  #stateOf(person: string): PersonState {
    const known = this.#people.get(person);
    if (known) return known;
    const state = {
      connection: null,
      admin: null,
      refused: new Set<string>(),
    };
    this.#people.set(person, state);
    return state;
  }
}

function pathCannot(person: string, part: PartName): SlackFailure {
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
