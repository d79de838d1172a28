import {
  APP,
  type Credential,
  kindOf,
  retryAfterSeconds,
  SlackFailure,
  writes,
} from "./failure.ts";

/** As much of the SDK's client as is used. */
export interface SlackClient {
  apiCall(
    method: string,
    data?: Record<string, unknown>,
  ): Promise<Record<string, unknown>>;
}

/** A token that acts for one person, and whose it is: theirs or an admin's. */
export interface PersonToken {
  token: string;
  credential: Credential & { owner: "person" | "admin" };
}

/** With whose token a call is made, and what is to be made of its failure. */
export interface CallOptions {
  /** A person's token; the app's own unless given. */
  token?: PersonToken;
  /** An error that is an answer to the caller: `partial_failure`. */
  accepted?: string;
  /** Whose failure it is, where that is not the token's owner. */
  credential?: Credential;
}

/**
 * The one place where Slack is called.
 *
 * @throws {SlackFailure} for every answer but `ok: true` and the accepted one.
 */
export async function call(
  client: SlackClient,
  method: string,
  args: Record<string, unknown>,
  { token, accepted, credential = token?.credential ?? APP }: CallOptions = {},
): Promise<Record<string, unknown>> {
  const data = token ? { ...args, token: token.token } : args;
  let answer: Record<string, unknown>;
  try {
    answer = await client.apiCall(method, data);
  } catch (thrown) {
    throw failureOfThrown(thrown, method, credential);
  }
  if (answer.ok === true) return answer;
  if (accepted !== undefined && answer.error === accepted) return answer;
  const error = typeof answer.error === "string"
    ? answer.error
    : "no_error_named";
  const kind = kindOf(method, error, credential);
  throw new SlackFailure(
    method,
    error,
    kind,
    credential,
    null,
    detailOf(answer),
  );
}

/** The SDK's client throws for every status but 2xx, with status and headers. */
function failureOfThrown(
  thrown: unknown,
  method: string,
  credential: Credential,
): SlackFailure {
  const retryAfter = retryAfterSeconds(thrown);
  if (retryAfter !== null) {
    return new SlackFailure(
      method,
      "ratelimited",
      "retry",
      credential,
      retryAfter,
    );
  }
  const { status } = thrown as { status?: number };
  const error = status === undefined ? "no_answer" : `http_${status}`;
  return new SlackFailure(
    method,
    error,
    writes(method) ? "unknown" : "retry",
    credential,
    null,
  );
}

/** What Slack adds to an error: the scope it needs, the datastore's own words. */
function detailOf(answer: Record<string, unknown>): string {
  const said: string[] = [];
  if (typeof answer.needed === "string" && answer.needed !== "") {
    said.push(`needs ${answer.needed}`);
  }
  if (Array.isArray(answer.errors)) {
    for (const each of answer.errors) {
      const message = (each as { message?: unknown })?.message;
      said.push(typeof message === "string" ? message : JSON.stringify(each));
    }
  }
  return said.join("; ");
}
