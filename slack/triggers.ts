import { call, type SlackClient } from "./call.ts";
import { APP, malformed, SlackFailure } from "./failure.ts";

/**
 * Makes a trigger that runs a workflow once, at `at` (Unix seconds, in the
 * future).
 *
 * @returns its id.
 */
export async function createOneOff(
  client: SlackClient,
  workflow: string,
  name: string,
  at: number,
): Promise<string> {
  const method = "workflows.triggers.create";
  const answer = await call(client, method, {
    type: "scheduled",
    name,
    workflow: `#/workflows/${workflow}`,
    inputs: {},
    schedule: {
      start_time: new Date(at * 1000).toISOString(),
      timezone: "UTC",
      frequency: { type: "once" },
    },
  });
  const { id } = (answer.trigger ?? {}) as { id?: unknown };
  if (typeof id === "string") return id;
  throw malformed(method, APP, "a trigger without an id");
}

/** Deletes a trigger; one that is gone already is as good. */
export async function deleteTrigger(
  client: SlackClient,
  trigger_id: string,
): Promise<void> {
  try {
    await call(client, "workflows.triggers.delete", { trigger_id });
  } catch (failure) {
    const gone = failure instanceof SlackFailure &&
      failure.error === "trigger_not_found";
    if (!gone) throw failure;
  }
}
