import * as v from "valibot";
import { call, type SlackClient } from "../call.ts";
import type { Item } from "./define_store.ts";
import { instant } from "./fields.ts";
import { runStore } from "./run_store.ts";

const ID = "failed_steps";

/**
 * `told`: what the report channel heard, and when, newest first. `title` is the
 * step's. `since`: when it first failed; left out once it is over.
 */
const FAILED_STEPS = v.object({
  id: v.literal(ID),
  told: v.array(v.object({
    text: v.string(),
    at: instant,
    title: v.optional(v.string(), ""),
    since: v.exactOptional(instant),
  })),
});

/** The failures of whole steps that have been told. */
export type FailedSteps = v.InferOutput<typeof FAILED_STEPS>;

export const failedSteps = runStore(1, FAILED_STEPS);

/**
 * Reads what was told. It takes no bulk call: a step may have failed for lack of
 * those.
 *
 * @returns nothing if there is no record, or one that does not parse; the next
 * write replaces it.
 * @throws {SlackFailure} when Slack could not read it.
 */
export async function readToldFailures(
  client: SlackClient,
): Promise<FailedSteps["told"]> {
  const args = { datastore: failedSteps.name, id: ID };
  const { item } = await call(client, "apps.datastore.get", args);
  try {
    return failedSteps.parse(item as Item).told;
  } catch {
    return [];
  }
}

/** @throws {SlackFailure} when Slack did not store it. */
export async function writeToldFailures(
  client: SlackClient,
  told: FailedSteps["told"],
): Promise<void> {
  const item = failedSteps.format({ id: ID, told });
  const args = { datastore: failedSteps.name, item };
  await call(client, "apps.datastore.put", args);
}
