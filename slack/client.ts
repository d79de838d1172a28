/** The two layers between `call` and the SDK's client: counting, and waiting after a 429. */
import { SECOND } from "@std/datetime";
import type { Clock } from "../clock.ts";
import type { SlackClient } from "./call.ts";
import { rateLimitedSeconds } from "./failure.ts";
import { type RateLimiter, servesOnePerson } from "./rate_limiter.ts";

/** A client that counts each answered call and blocks the method after a 429. */
export function countingClient(
  client: SlackClient,
  rateLimiter: RateLimiter,
): SlackClient {
  return {
    async apiCall(method, data) {
      if (!servesOnePerson(method)) return await client.apiCall(method, data);
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
const LEASE_METHODS = new Set(["apps.datastore.get", "apps.datastore.put"]);

/** Whether a method is never retried here. A 429 for one person lets others go first. */
function isSentOnce(method: string): boolean {
  return servesOnePerson(method) || LEASE_METHODS.has(method);
}

/**
 * A client that retries once after a 429, when the time that Slack names has
 * passed. A refused call did nothing, so writes are as safe to retry as reads.
 *
 * @param untilMs Unix milliseconds: a wait that ends later is not started.
 */
export function withRateLimitRetry(
  client: SlackClient,
  clock: Clock,
  untilMs: number,
): SlackClient {
  return {
    async apiCall(method, data) {
      try {
        return await client.apiCall(method, data);
      } catch (thrown) {
        const seconds = rateLimitedSeconds(thrown);
        if (seconds === null || isSentOnce(method)) throw thrown;
        if (clock.now() + seconds * SECOND > untilMs) throw thrown;
        await clock.sleep(seconds * SECOND);
        return await client.apiCall(method, data);
      }
    },
  };
}
