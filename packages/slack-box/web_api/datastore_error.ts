import { Refusal } from "./refusal.ts";

/**
 * `datastore_error` in the shape Slack documents. Of its codes Slack publishes
 * `datastore_config_not_found` alone; the others here are descriptive.
 */
export function datastoreError(
  code: string,
  message: string,
  pointer: string,
): Refusal {
  return new Refusal("datastore_error", {
    errors: [{ code, message, pointer }],
  });
}
