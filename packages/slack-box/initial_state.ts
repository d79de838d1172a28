import { addUserToken } from "./engine/credentials.ts";
import type {
  App,
  AppManifest,
  ParameterSet,
  TriggerDefinition,
} from "./app.ts";
import { checkManifest } from "./manifest_rules.ts";
import type { Scenario } from "./scenario_schema.ts";
import type { Datastore, Item, Status, WorkspaceState } from "./state.ts";
import { ArgumentReader } from "./web_api/arguments.ts";
import { acceptEmoji } from "./web_api/emoji.ts";
import { DEFAULT_EMOJI } from "./web_api/presentation.ts";
import { Refusal } from "./web_api/refusal.ts";
import {
  type CheckedTrigger,
  readTriggerDefinition,
  triggerRecord,
} from "./web_api/trigger_rules.ts";

function datastoresOf(manifest: AppManifest): Map<string, Datastore> {
  const entries = Object.entries(manifest.datastores ?? {});
  return new Map(entries.map(([name, definition]) => [name, {
    name,
    primary_key: definition.primary_key,
    attributes: definition.attributes,
    time_to_live_attribute: definition.time_to_live_attribute ?? null,
    items: new Map<string, Item>(),
  }]));
}

function workflowInputs(manifest: AppManifest): Map<string, ParameterSet> {
  const entries = Object.entries(manifest.workflows ?? {});
  return new Map(
    entries.map(([id, { input_parameters }]) => [
      `#/workflows/${id}`,
      input_parameters ?? { properties: {}, required: [] },
    ]),
  );
}

/** `UFIXTUREBOT` for an app called "Fixture". */
function botUserId(name: string): string {
  return `U${name.toUpperCase().replace(/[^A-Z0-9]/g, "")}BOT`;
}

/**
 * A workspace as the scenario describes it, with the app installed, but for
 * its triggers.
 *
 * @param app The app: its manifest, its user scopes, and what it seeds.
 * @param scenario The people, their statuses and the plan.
 * @param rates `documented` enforces Slack's rates.
 * @returns The state that all methods of the Web API work on.
 * @throws {Error} if Slack would refuse the manifest.
 */
export function initialState(
  app: Pick<App, "manifest" | "userScopes" | "seed">,
  scenario: Scenario,
  rates: WorkspaceState["rates"],
): WorkspaceState {
  const { manifest } = app;
  checkManifest(manifest);
  const { name } = manifest.display_information;
  const state: WorkspaceState = {
    teamId: "TLOCAL",
    appId: "ALOCAL",
    botUserId: botUserId(name),
    appName: name,
    userScopes: new Set(app.userScopes),
    plan: scenario.plan,
    rates,
    botScopes: new Set(manifest.oauth_config.scopes.bot),
    workflows: workflowInputs(manifest),
    people: new Map(),
    tokens: new Map(),
    externalTokens: new Map(),
    datastores: datastoresOf(manifest),
    triggers: new Map(),
    channels: new Map(
      scenario.channels.map((
        channel,
      ) => [channel.id, structuredClone(channel)]),
    ),
    messages: [],
    messagesTabReadOnly:
      manifest.features?.app_home?.messages_tab_read_only_enabled === true,
    views: new Map(),
    userGroups: new Map(
      scenario.user_groups.map((group) => [group.id, group]),
    ),
    sequence: 0,
  };
  for (const { app: _, ...person } of scenario.people) {
    state.people.set(person.id, {
      ...person,
      status: asSlackKeeps(state, person.status),
      deleted: false,
      snooze_indefinite: false,
    });
    addUserToken(state, "client", person.id);
  }
  app.seed?.(state, scenario);
  return state;
}

/** The status as Slack would store it: the emoji normalised, or Slack's default. */
function asSlackKeeps(
  state: WorkspaceState,
  { text, emoji, expiration }: Status,
): Status {
  const chosen = text !== "" && emoji === "" ? DEFAULT_EMOJI : emoji;
  return { text, emoji: acceptEmoji(state, chosen) ?? chosen, expiration };
}

/**
 * Installs a trigger as `slack trigger create` would.
 *
 * @param state The workspace, which gets the trigger.
 * @param nowMs The time of installation, in Unix milliseconds.
 * @throws {Error} if the manifest has no such workflow, or if Slack would refuse
 * the trigger.
 */
export function installTrigger(
  state: WorkspaceState,
  definition: TriggerDefinition,
  nowMs: number,
): void {
  if (!state.workflows.has(definition.workflow)) {
    throw new Error(
      `trigger ${definition.name}: the manifest has no ${definition.workflow}`,
    );
  }
  const id = `Ft${String(++state.sequence).padStart(9, "0")}`;
  const read = readAsSlack(state, definition, nowMs);
  const createdAtSeconds = Math.floor(nowMs / 1000);
  state.triggers.set(id, triggerRecord(read, id, createdAtSeconds));
}

function readAsSlack(
  state: WorkspaceState,
  definition: TriggerDefinition,
  nowMs: number,
): CheckedTrigger {
  try {
    const args = new ArgumentReader({ ...definition });
    return readTriggerDefinition(args, state, nowMs);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const details = JSON.stringify(refusal.details);
    throw new Error(
      `trigger ${definition.name}: Slack answers ${refusal.code} ${details}`,
    );
  }
}
