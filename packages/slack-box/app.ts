/** A function's handler, called as Slack's runtime calls it. */
export type FunctionHandler = (
  context: Record<string, unknown>,
) => unknown;

export interface FunctionModule {
  default: FunctionHandler;
}

/** An app as the workspace installs it. */
export interface App {
  manifest: AppManifest;
  load(callbackId: string): Promise<FunctionModule>;
  /** The triggers made at installation, at `nowUnix` (Unix seconds). */
  triggers(nowUnix: number): TriggerDefinition[];
}

/** What the workspace reads of a serialized app manifest. */
export interface AppManifest {
  display_information: { name: string };
  oauth_config: { scopes: { bot: string[] } };
  functions?: Record<string, FunctionDefinition>;
  workflows?: Record<string, WorkflowDefinition>;
  datastores?: Record<string, DatastoreDefinition>;
}

export interface ParameterDefinition {
  type: string;
  title?: string;
  items?: ParameterDefinition;
  properties?: Record<string, ParameterDefinition>;
  required?: string[];
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

export interface ParameterSet {
  properties: Record<string, ParameterDefinition>;
  required: string[];
}

export interface FunctionDefinition {
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

export interface WorkflowDefinition {
  title: string;
  input_parameters?: ParameterSet;
  steps: WorkflowStep[];
}

export interface DatastoreDefinition {
  primary_key: string;
  time_to_live_attribute?: string;
  attributes: Record<string, { type: string; required?: boolean }>;
}

export interface TriggerDefinition {
  type: string;
  name: string;
  workflow: string;
  inputs?: Record<string, { value: unknown } | { customizable: true }>;
  schedule?: Record<string, unknown>;
}

/** `fetch_roster` of `#/functions/fetch_roster`, `sync` of `#/workflows/sync`. */
export function callbackIdOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
