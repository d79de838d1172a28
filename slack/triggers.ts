import { SECOND } from "@std/datetime";
import { call, callPages, type SlackClient } from "./call.ts";
import { APP, asFailure, malformed, SlackFailure } from "./failure.ts";

/** A trigger as Slack expects it. */
export interface TriggerPayload {
  type: "shortcut" | "scheduled" | "event";
  name: string;
  description?: string;
  /** `#/workflows/sync`. */
  workflow: string;
  inputs: Record<string, TriggerInput>;
  schedule?: Schedule;
  event?: EventDefinition;
}

/** What a trigger passes on: a value, or what a workflow button gives. */
export type TriggerInput = { value: string } | { customizable: true };

/** Which events fire a trigger. */
interface EventDefinition {
  /** `slack#/events/app_mentioned`. */
  event_type: string;
  all_resources: true;
  filter?: { version: 1; root: unknown };
}

/** When a scheduled trigger fires. */
interface Schedule {
  /** ISO 8601. */
  start_time: string;
  timezone: string;
  frequency: { type: string; repeats_every?: number };
}

/** The part of a listed trigger that is used. */
export interface ListedTrigger {
  id: string;
  type: string;
  name: string;
  description: string;
  /** The workflow's callback id. */
  workflow: string;
  /** The id of the app that the workflow belongs to; `""` if Slack does not say. */
  app: string;
  /** The link that starts it; `null` for other types. */
  url: string | null;
  schedule: Schedule | null;
  /** `slack#/events/app_mentioned`; `null` for other types. */
  event: string | null;
  inputs: Readonly<Record<string, unknown>>;
}

const CREATE = "workflows.triggers.create";
const LIST = "workflows.triggers.list";

/**
 * Makes a trigger.
 *
 * @returns its id.
 * @throws {SlackFailure} of kind `unknown` when it may have been made.
 */
export async function createTrigger(
  client: SlackClient,
  payload: TriggerPayload,
): Promise<string> {
  const answer = await call(client, CREATE, { ...payload });
  const { id } = (answer.trigger ?? {}) as { id?: unknown };
  if (typeof id === "string") return id;
  throw malformed(CREATE, APP, "a trigger without an id");
}

/** Slack requires that a schedule starts in the future: at least so far ahead is safe. */
export const LEAST_AHEAD_SECONDS = 10;

/**
 * Makes a trigger that runs a workflow once.
 *
 * @param atSeconds Unix seconds, at least `LEAST_AHEAD_SECONDS` ahead.
 * @returns its id.
 * @throws {SlackFailure} as `createTrigger` does.
 */
export async function createOneOff(
  client: SlackClient,
  workflow: string,
  name: string,
  atSeconds: number,
): Promise<string> {
  return await createTrigger(client, {
    type: "scheduled",
    name,
    workflow: `#/workflows/${workflow}`,
    inputs: {},
    schedule: {
      start_time: new Date(atSeconds * SECOND).toISOString(),
      timezone: "UTC",
      frequency: { type: "once" },
    },
  });
}

/**
 * Replaces a trigger's definition. Slack requires the whole definition.
 *
 * @throws {SlackFailure} when the call fails.
 */
export async function updateTrigger(
  client: SlackClient,
  trigger_id: string,
  payload: TriggerPayload,
): Promise<void> {
  await call(client, "workflows.triggers.update", { trigger_id, ...payload });
}

/**
 * Deletes a trigger. A trigger that does not exist is no failure.
 *
 * @throws {SlackFailure} when the call fails otherwise.
 */
export async function deleteTrigger(
  client: SlackClient,
  trigger_id: string,
): Promise<void> {
  try {
    await call(client, "workflows.triggers.delete", { trigger_id });
  } catch (failure) {
    const isGone = failure instanceof SlackFailure &&
      failure.error === "trigger_not_found";
    if (!isGone) throw failure;
  }
}

/**
 * Lists all triggers of the app.
 *
 * @throws {SlackFailure} when a page cannot be read.
 */
export async function listTriggers(
  client: SlackClient,
): Promise<ListedTrigger[]> {
  const listed: ListedTrigger[] = [];
  for await (const { answer } of callPages(client, LIST)) {
    if (!Array.isArray(answer.triggers)) {
      throw malformed(LIST, APP, "an answer without triggers");
    }
    listed.push(...answer.triggers.map(listedOf));
  }
  return listed;
}

function listedOf(trigger: unknown): ListedTrigger {
  const { id, type, name, description, workflow, shortcut_url } =
    trigger as Record<string, unknown>;
  const { schedule, event_type, inputs } = trigger as Record<string, unknown>;
  const { callback_id, app_id } = (workflow ?? {}) as Record<string, unknown>;
  return {
    id: String(id ?? ""),
    type: String(type ?? ""),
    name: String(name ?? ""),
    description: String(description ?? ""),
    workflow: String(callback_id ?? ""),
    app: String(app_id ?? ""),
    url: typeof shortcut_url === "string" ? shortcut_url : null,
    schedule: (schedule ?? null) as Schedule | null,
    event: typeof event_type === "string" ? event_type : null,
    inputs: (inputs ?? {}) as Record<string, unknown>,
  };
}

/**
 * Pauses before the second and third attempt. Calls about triggers in quick
 * succession can fail with a misleading `token_revoked` (deno-slack-sdk#445).
 */
const PAUSES_MS = [2 * SECOND, 5 * SECOND];

/**
 * Makes a call about triggers and retries it after that misleading error.
 *
 * @throws {SlackFailure} of the last attempt, or of another error at once.
 */
export async function retryTriggerCall<T>(
  clock: { sleep(ms: number): Promise<void> },
  act: () => Promise<T>,
): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await act();
    } catch (thrown) {
      if (asFailure(thrown, "").error !== "token_revoked") throw thrown;
      await clock.sleep(pauseMs);
    }
  }
  return await act();
}

/** The workflow by which a person opts in, or connects again. */
const OPT_IN = "opt_in";

/** The link by which people opt in; as `linkOf` says. */
export async function optInLink(client: SlackClient): Promise<string | null> {
  return await linkOf(client, OPT_IN);
}

/**
 * The link that starts a workflow.
 *
 * @param workflow Its callback id.
 * @returns `null` when no such trigger exists.
 * @throws {SlackFailure} when the triggers cannot be listed.
 */
export async function linkOf(
  client: SlackClient,
  workflow: string,
): Promise<string | null> {
  return (await linksByWorkflow(client)).get(workflow) ?? null;
}

/**
 * The links that start workflows, by their callback ids: of each the first.
 *
 * @throws {SlackFailure} when the triggers cannot be listed.
 */
export async function linksByWorkflow(
  client: SlackClient,
): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  for (const { workflow, url } of await listTriggers(client)) {
    if (url !== null && !links.has(workflow)) links.set(workflow, url);
  }
  return links;
}
