import { addExternalToken, addUserToken } from "./engine/credentials.ts";
import type { AppManifest, TriggerDefinition } from "./app.ts";
import type { Scenario, ScenarioPerson } from "./scenario.ts";
import type {
  Datastore,
  Item,
  Status,
  Token,
  WorkspaceState,
} from "./state.ts";
import { DEFAULT_EMOJI, normalizeEmoji } from "./web_api/presentation.ts";

/** The schema version of the consents that a scenario brings along. */
const CONSENT_SCHEMA_VERSION = 1;

export interface InitialState {
  state: WorkspaceState;
  envTokens: Token[];
  adminTokens: Token[];
}

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

function addConsent(
  state: WorkspaceState,
  person: ScenarioPerson,
  nowMs: number,
): void {
  const { consent, id } = person;
  if (consent === null) return;
  const { path, ...answers } = consent;
  const external = path === "own"
    ? { external_token_id: addExternalToken(state, id) }
    : {};
  state.datastores.get("consents")?.items.set(id, {
    person: id,
    schema_version: CONSENT_SCHEMA_VERSION,
    ...answers,
    ...external,
    recorded_at: Math.floor(nowMs / 1000),
  });
}

/** A workspace as the scenario describes it, with the app installed. */
export function initialState(
  manifest: AppManifest,
  scenario: Scenario,
  rates: WorkspaceState["rates"],
): InitialState {
  const state: WorkspaceState = {
    team_id: "TLOCAL",
    app_id: "ALOCAL",
    bot_user_id: "USHIFTLIGHTBOT",
    plan: scenario.plan,
    rates,
    bot_scopes: new Set(manifest.oauth_config.scopes.bot),
    workflows: new Set(
      Object.keys(manifest.workflows ?? {}).map((id) => `#/workflows/${id}`),
    ),
    people: new Map(),
    tokens: new Map(),
    external_tokens: new Map(),
    datastores: datastoresOf(manifest),
    triggers: new Map(),
    messages: [],
    views: new Map(),
    user_groups: new Map(
      scenario.user_groups.map((group) => [group.id, group]),
    ),
    sequence: 0,
  };
  const envTokens: Token[] = [];
  for (const person of scenario.people) {
    const { consent, ...rest } = person;
    state.people.set(person.id, {
      ...rest,
      status: asSlackKeeps(person.status),
      deleted: false,
      snooze_indefinite: false,
    });
    addUserToken(state, "client", person.id);
    addConsent(state, person, scenario.now);
    if (consent?.path === "env") {
      envTokens.push(addUserToken(state, "env", person.id));
    }
  }
  const adminTokens = scenario.admin_tokens.map((id) =>
    addUserToken(state, "admin", id)
  );
  return { state, envTokens, adminTokens };
}

/** As it would have come back, had the person set it: emoji normalised, or chosen by Slack. */
function asSlackKeeps({ text, emoji, expiration }: Status): Status {
  const chosen = text !== "" && emoji === "" ? DEFAULT_EMOJI : emoji;
  return { text, emoji: normalizeEmoji(chosen) ?? chosen, expiration };
}

/** Installs a trigger as `slack trigger create` would. */
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
  state.triggers.set(id, {
    id,
    type: definition.type,
    name: definition.name,
    workflow: definition.workflow,
    inputs: definition.inputs ?? {},
    schedule: definition.schedule ?? null,
    created_at: Math.floor(nowMs / 1000),
    definition: { ...definition },
  });
}
