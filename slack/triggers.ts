import { SECOND } from "@std/datetime";
import { call, type SlackClient } from "./call.ts";
import { APP, asFailure, malformed, SlackFailure } from "./failure.ts";

/** A trigger as Slack takes it. */
export interface TriggerPayload {
  type: "shortcut" | "scheduled";
  name: string;
  description?: string;
  /** `#/workflows/sync`. */
  workflow: string;
  inputs: Record<string, { value: string }>;
  schedule?: Schedule;
}

/** When a scheduled trigger fires. */
export interface Schedule {
  /** ISO 8601. */
  start_time: string;
  timezone: string;
  frequency: { type: string; repeats_every?: number };
}

/** As much of a listed trigger as is used (Slack, "workflows.triggers"). */
export interface ListedTrigger {
  id: string;
  type: string;
  name: string;
  description: string;
  /** The workflow's callback id. */
  workflow: string;
  /** The link that starts it; `null` where it has none. */
  url: string | null;
  schedule: Schedule | null;
}

const CREATE = "workflows.triggers.create";
const LIST = "workflows.triggers.list";

/** @returns the new trigger's id. */
export async function createTrigger(
  client: SlackClient,
  payload: TriggerPayload,
): Promise<string> {
  const answer = await call(client, CREATE, { ...payload });
  const { id } = (answer.trigger ?? {}) as { id?: unknown };
  if (typeof id === "string") return id;
  throw malformed(CREATE, APP, "a trigger without an id");
}

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
  return await createTrigger(client, {
    type: "scheduled",
    name,
    workflow: `#/workflows/${workflow}`,
    inputs: {},
    schedule: {
      start_time: new Date(at * SECOND).toISOString(),
      timezone: "UTC",
      frequency: { type: "once" },
    },
  });
}

/** Slack, workflows.triggers.update: takes the whole payload. */
export async function updateTrigger(
  client: SlackClient,
  trigger_id: string,
  payload: TriggerPayload,
): Promise<void> {
  await call(client, "workflows.triggers.update", { trigger_id, ...payload });
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

/** Every trigger that the app has. */
export async function listTriggers(
  client: SlackClient,
): Promise<ListedTrigger[]> {
  const listed: ListedTrigger[] = [];
  let cursor = "";
  do {
    const answer = await call(client, LIST, cursor === "" ? {} : { cursor });
    if (!Array.isArray(answer.triggers)) {
      throw malformed(LIST, APP, "an answer without triggers");
    }
    listed.push(...answer.triggers.map(listedOf));
    const metadata = answer.response_metadata as { next_cursor?: string };
    cursor = metadata?.next_cursor ?? "";
  } while (cursor !== "");
  return listed;
}

function listedOf(trigger: unknown): ListedTrigger {
  const { id, type, name, description, workflow, shortcut_url, schedule } =
    trigger as Record<string, unknown>;
  const { callback_id } = (workflow ?? {}) as { callback_id?: unknown };
  return {
    id: String(id ?? ""),
    type: String(type ?? ""),
    name: String(name ?? ""),
    description: String(description ?? ""),
    workflow: String(callback_id ?? ""),
    url: typeof shortcut_url === "string" ? shortcut_url : null,
    schedule: (schedule ?? null) as Schedule | null,
  };
}

/** Quick calls about triggers can fail with a misleading `token_revoked` (deno-slack-sdk#445). */
const PAUSES = [2 * SECOND, 5 * SECOND];

/** Does `act`, which is about triggers, and after that error again with a pause. */
export async function retryTriggerCall<T>(
  clock: { sleep(ms: number): Promise<void> },
  act: () => Promise<T>,
): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await act();
    } catch (thrown) {
      if (asFailure(thrown, "").error !== "token_revoked") throw thrown;
      await clock.sleep(pause);
    }
  }
  return await act();
}

/** The workflow that a person starts to opt in, or to connect again. */
const OPT_IN = "opt_in";

/** The link by which people opt in here; `null` when no such trigger was made. */
export async function optInLink(client: SlackClient): Promise<string | null> {
  const triggers = await listTriggers(client);
  const link = triggers.find(({ workflow, url }) =>
    workflow === OPT_IN && url !== null
  );
  return link?.url ?? null;
}
