import type { Clock } from "../clock.ts";
import type { SlackClient } from "./call.ts";
import { retryAfterOf } from "./failure.ts";

/**
 * Methods sent once, whatever the answer: those that serve one person at a
 * time, where others go first after a 429, and the two by which the lease is
 * taken, where late is too late.
 */
const SENT_ONCE = new Set([
  "apps.datastore.get",
  "apps.datastore.put",
  "apps.auth.external.get",
  "users.profile.get",
  "users.profile.set",
  "dnd.info",
  "dnd.setSnooze",
  "dnd.endSnooze",
  "users.getPresence",
  "users.setPresence",
]);

/**
 * A client that obeys a 429 once: it waits as long as Slack asks for, where
 * that ends by `until` (Unix milliseconds), and calls again. A refused call did
 * nothing, so this is as safe for writes as for reads.
 */
export function patientClient(
  client: SlackClient,
  clock: Clock,
  until: number,
): SlackClient {
  return {
    async apiCall(method, data) {
      try {
        return await client.apiCall(method, data);
      } catch (thrown) {
        const seconds = retryAfterOf(thrown);
        if (seconds === null || SENT_ONCE.has(method)) throw thrown;
        if (clock.now() + seconds * 1000 > until) throw thrown;
        await clock.sleep(seconds * 1000);
        return await client.apiCall(method, data);
      }
    },
  };
}
