import { SECOND } from "@std/datetime";
import type { Clock } from "../clock.ts";
import {
  APP,
  type Credential,
  kindOf,
  rateLimitedSeconds,
  SlackFailure,
  writes,
} from "./failure.ts";
import { isBulk, isCounted, type RateLimiter } from "./rate_limiter.ts";

/** The part of the SDK's client that is used. */
export interface SlackClient {
  apiCall(
    method: string,
    data?: Record<string, unknown>,
  ): Promise<Record<string, unknown>>;
}

/** A token that acts for one person: their own, or an admin's. */
export interface PersonToken {
  token: string;
  credential: Credential & { owner: "person" | "admin" };
}

/** The token of a call, and how to read its failure. */
interface CallOptions {
  /** A person's token; by default the app's own. */
  token?: PersonToken;
  /** An error that the caller handles as an answer: `partial_failure`. */
  accepted?: string;
  /** The credential to blame for a failure; by default the token's. */
  credential?: Credential;
}

/**
 * Calls a method of Slack's Web API. Every call of the app goes through here.
 *
 * @param method Such as `users.profile.get`.
 * @param args The method's arguments, without the token.
 * @returns the answer, which is `ok: true` or has the accepted error.
 * @throws {SlackFailure} for every other answer, and when there is none.
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
  const detail = detailOf(answer);
  throw new SlackFailure(method, error, kind, credential, null, detail);
}

/** One page of a method that Slack pages by cursor. */
interface Page {
  answer: Record<string, unknown>;
  isLast: boolean;
}

/**
 * Reads all pages of a method that Slack pages by cursor. The next page is
 * requested once the consumer has handled the one before.
 *
 * @throws {SlackFailure} as `call` does.
 */
export async function* callPages(
  client: SlackClient,
  method: string,
  args: Record<string, unknown> = {},
): AsyncGenerator<Page, void> {
  let cursor = "";
  do {
    const paged = cursor === "" ? args : { ...args, cursor };
    const answer = await call(client, method, paged);
    const metadata = answer.response_metadata as { next_cursor?: string };
    cursor = metadata?.next_cursor ?? "";
    yield { answer, isLast: cursor === "" };
  } while (cursor !== "");
}

/** The SDK's client throws for every status but 2xx, with `status` and `headers`. */
function failureOfThrown(
  thrown: unknown,
  method: string,
  credential: Credential,
): SlackFailure {
  const seconds = rateLimitedSeconds(thrown);
  if (seconds !== null) {
    const error = "ratelimited";
    return new SlackFailure(method, error, "retry", credential, seconds);
  }
  const { status } = thrown as { status?: number };
  const error = status === undefined ? "no_answer" : `http_${status}`;
  const kind = writes(method) ? "unknown" : "retry";
  return new SlackFailure(method, error, kind, credential, null);
}

/** The details of an error: the scope it needs, the datastore's own messages. */
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

// Between `call` and the SDK's client stand two layers: one counts, one waits
// after a 429.

/** A client that counts each answered call and blocks the method after a 429. */
export function countingClient(
  client: SlackClient,
  rateLimiter: RateLimiter,
): SlackClient {
  return {
    async apiCall(method, data) {
      if (!isCounted(method)) return await client.apiCall(method, data);
      try {
        const answer = await client.apiCall(method, data);
        rateLimiter.count(method);
        return answer;
      } catch (thrown) {
        const seconds = rateLimitedSeconds(thrown);
        if (seconds === null) rateLimiter.count(method);
        else rateLimiter.block(method, seconds * SECOND);
        throw thrown;
      }
    },
  };
}

/**
 * Methods used by the lease. Never retried here: a late write would break
 * mutual exclusion.
 */
const LEASE_METHODS = new Set([
  "apps.datastore.get",
  "apps.datastore.put",
  "apps.datastore.update",
]);

/** Whether a method is never retried here. A 429 for one person lets others go first. */
function isSentOnce(method: string): boolean {
  return isCounted(method) && !isBulk(method) || LEASE_METHODS.has(method);
}

/**
 * A client that retries after a 429, when the time that Slack names has passed:
 * once, and bulk calls as often as there is time, because other executions that
 * wait for the same minute may be first. A bulk call also waits before it is sent
 * if the minute is known to be full. A refused call did nothing, so writes are as
 * safe to retry as reads.
 *
 * @param rateLimiter The one that counts the calls of `client`.
 * @param untilMs Unix milliseconds: a wait that ends later is not started.
 */
export function withRateLimitRetry(
  client: SlackClient,
  { clock, rateLimiter, untilMs }: {
    clock: Clock;
    rateLimiter: RateLimiter;
    untilMs: number;
  },
): SlackClient {
  const mayWait = (ms: number) => clock.now() + ms <= untilMs;
  return {
    async apiCall(method, data) {
      for (let retried = false;; retried = true) {
        const fullMs = isBulk(method) ? rateLimiter.waitMs(method) : 0;
        if (fullMs > 0 && mayWait(fullMs)) await clock.sleep(fullMs);
        try {
          return await client.apiCall(method, data);
        } catch (thrown) {
          const seconds = rateLimitedSeconds(thrown);
          if (seconds === null || isSentOnce(method)) throw thrown;
          if (retried && !isBulk(method)) throw thrown;
          if (!mayWait(seconds * SECOND)) throw thrown;
          await clock.sleep(seconds * SECOND);
        }
      }
    },
  };
}
