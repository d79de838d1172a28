/**
 * What an app needs to run in a Slack workspace on this machine: the `App` that
 * describes it, a scenario, and the workspace itself.
 */
export {
  type App,
  type AppManifest,
  type ExecutionSetting,
  type FunctionHandler,
  type FunctionModule,
  functionsBelow,
  type TriggerDefinition,
} from "./app.ts";
export { runCommandLine } from "./command_line.ts";
export type { Clock } from "./execution_clock.ts";
export { parseScenario, ScenarioError } from "./scenario.ts";
export type { Scenario, ScenarioFields } from "./scenario_schema.ts";
export {
  createWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from "./workspace.ts";
