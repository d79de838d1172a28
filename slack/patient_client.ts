import type { Clock } from "../clock.ts";
import type { SlackClient } from "./call.ts";
import { retryAfterSeconds } from "./failure.ts";
import { servesOne } from "./pacing.ts";

/** Methods by which the lease is taken: late is too late. */
const OF_LEASE = new Set(["apps.datastore.get", "apps.datastore.put"]);

/**
 * Whether a method is sent once, whatever the answer: after a 429 of one that
 * serves one person, others go first.
 */
function isSentOnce(method: string): boolean {
  return servesOne(method) || OF_LEASE.has(method);
}

/**
 * A client that obeys a 429 once: it waits as long as Slack asks for, where
 * that ends by `until` (Unix milliseconds), and calls again. A refused call did
 * nothing, so this is as safe for writes as for reads.
 */
export function withRateLimitRetry(
  client: SlackClient,
  clock: Clock,
  until: number,
): SlackClient {
  return {
    async apiCall(method, data) {
      try {
        return await client.apiCall(method, data);
      } catch (thrown) {
        const seconds = retryAfterSeconds(thrown);
        if (seconds === null || isSentOnce(method)) throw thrown;
        if (clock.now() + seconds * 1000 > until) throw thrown;
        await clock.sleep(seconds * 1000);
        return await client.apiCall(method, data);
      }
    },
  };
}
