import type { Scenario, ScenarioFields } from "./scenario_schema.ts";
import type { WorkspaceState } from "./state.ts";
import type { VendorName } from "./vendors/kinds.ts";
import type { VendorSchedule } from "./vendors/roster.ts";

/**
 * A function's handler, called with the context that Slack's runtime gives it.
 */
export type FunctionHandler = (
  context: Record<string, unknown>,
) => unknown;

export interface FunctionModule {
  default: FunctionHandler;
}

/**
 * An app as the workspace installs it: everything that the workspace knows of
 * the app that runs in it. Only the first three members are required.
 */
export interface App {
  /** The manifest as Slack stores it: `JSON.parse(JSON.stringify(manifest))`. */
  manifest: AppManifest;
  /**
   * The module of one of the manifest's functions.
   *
   * @param callbackId A key of the manifest's `functions`.
   */
  load(callbackId: string): Promise<FunctionModule>;
  /**
   * The triggers that exist right after installation.
   *
   * @param nowSeconds The time of installation, in Unix seconds.
   * @param botUserId The app's own user id.
   */
  triggers(
    nowSeconds: number,
    botUserId: string,
    scenario: Scenario,
  ): TriggerDefinition[];
  /** User scopes that people grant to the app; none unless given. */
  userScopes?: readonly string[];
  /** Fields of scenario files that belong to this app. */
  scenarioFields?: ScenarioFields;
  /**
   * Checks the app's own fields of a scenario against the rest of it.
   *
   * @throws {ScenarioError} with one line that says what is wrong, and where.
   */
  checkScenario?(scenario: Scenario): void;
  /** Writes what the scenario says about the app into the new workspace. */
  seed?(state: WorkspaceState, scenario: Scenario): void;
  /**
   * The environment variables of one execution, as `slack env set` would give
   * them. The workspace adds `SLACK_API_URL`.
   */
  environment?(setting: ExecutionSetting): Record<string, string>;
  /** More fields of a person in `GET /control/people`. */
  describePerson?(state: WorkspaceState, id: string): Record<string, unknown>;
  /** The scenario that is played when the command line names no file. */
  sampleScenario?: unknown;
}

/** What the environment of an execution may depend on. */
export interface ExecutionSetting {
  state: WorkspaceState;
  scenario: Scenario;
  /** The schedules of all vendors at this moment. */
  schedules: readonly VendorSchedule[];
  /** Where each vendor answers, and the credential that it accepts. */
  vendors: readonly { name: VendorName; url: string; token: string | null }[];
  functionLimitSeconds: number;
  rates: "documented" | "none";
  /** What `extraConfig` of the workspace's options answers at this moment. */
  extraConfig: Record<string, unknown>;
}

/**
 * Loads functions from the source files that a manifest names.
 *
 * @param root The folder that `source_file` is relative to.
 * @returns The `load` of an `App`.
 * @example
 * const root = new URL("./", import.meta.url);
 * const app: App = { manifest, load: functionsBelow(root, manifest), triggers };
 */
export function functionsBelow(root: URL, manifest: AppManifest): App["load"] {
  const modules = new Map<string, Promise<FunctionModule>>();
  return (callbackId) => {
    const file = manifest.functions?.[callbackId]?.source_file;
    if (file === undefined) {
      throw new Error(`the manifest has no function ${callbackId}`);
    }
    let module = modules.get(file);
    if (module === undefined) {
      module = import(new URL(file, root).href) as Promise<FunctionModule>;
      modules.set(file, module);
    }
    return module;
  };
}

/** What the workspace reads of a serialized app manifest. */
export interface AppManifest {
  display_information: { name: string };
  oauth_config: { scopes: { bot: string[] } };
  features?: { app_home?: { messages_tab_read_only_enabled?: boolean } };
  functions?: Record<string, FunctionDefinition>;
  workflows?: Record<string, WorkflowDefinition>;
  datastores?: Record<string, DatastoreDefinition>;
  /** Custom types, by their names. */
  types?: Record<string, ParameterDefinition>;
  outgoing_domains?: string[];
}

export interface ParameterDefinition {
  type: string;
  title?: string;
  items?: ParameterDefinition;
  properties?: Record<string, ParameterDefinition>;
  required?: string[];
  enum?: unknown[];
  choices?: { value: unknown; title: string; description?: string }[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  format?: string;
  /** In forms only: several lines. */
  long?: boolean;
  /** In forms only. */
  display_type?: string;
  allowed_filetypes_group?: string;
  allowed_filetypes?: string[];
}

export interface ParameterSet {
  properties: Record<string, ParameterDefinition>;
  required: string[];
}

interface FunctionDefinition {
  title: string;
  source_file: string;
  input_parameters?: ParameterSet;
  output_parameters?: ParameterSet;
}

export interface WorkflowStep {
  id: string;
  /** `#/functions/fetch_roster` or `slack#/functions/open_form`. */
  function_id: string;
  inputs: Record<string, unknown>;
}

interface WorkflowDefinition {
  title: string;
  input_parameters?: ParameterSet;
  steps: WorkflowStep[];
}

export interface DatastoreDefinition {
  primary_key: string;
  time_to_live_attribute?: string;
  attributes: Record<
    string,
    Omit<ParameterDefinition, "required"> & { required?: boolean }
  >;
}

export interface TriggerDefinition {
  type: string;
  name: string;
  workflow: string;
  inputs?: Record<string, { value: unknown } | { customizable: true }>;
  schedule?: Record<string, unknown>;
  event?: Record<string, unknown>;
  webhook?: Record<string, unknown>;
}

/** `fetch_roster` of `#/functions/fetch_roster`, `sync` of `#/workflows/sync`. */
export function callbackIdOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
