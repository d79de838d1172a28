import type { Problem } from "../../reconciler/change.ts";
import type { Broken } from "../../slack/record_store.ts";

/** A record that cannot be used, as the report tells it. */
export function recordProblem({ store, id, reason, passing }: Broken): Problem {
  const what = passing ? "is left alone" : "does not parse and is left alone";
  return { about: `record ${id} of ${store}`, reason: `${what}: ${reason}` };
}
