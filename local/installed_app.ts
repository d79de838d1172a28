import type { App, FunctionModule } from "./app.ts";
import type { AppManifest, TriggerDefinition } from "./engine/manifest.ts";

export interface InstalledApp {
  app: App;
  /** Names of the states it is configured with. */
  states: readonly string[];
}

/** Reaches the app's files by name, so that the workspace checks without it. */
const ROOT = new URL("../", import.meta.url);

async function importFile<Module>(path: string): Promise<Module> {
  return await import(new URL(path, ROOT).href) as Module;
}

/** The app of this project, as `slack deploy` would install it. */
export async function installedApp(): Promise<InstalledApp> {
  const [manifest, config, scheduled, ...links] = await Promise.all([
    importFile<{ default: AppManifest }>("manifest.ts"),
    importFile<
      { default: { states: Record<string, unknown>; poll_minutes: number } }
    >("shiftlight.config.ts"),
    importFile<
      {
        scheduledSync(
          pollMinutes: number,
          nowUnix: number,
        ): TriggerDefinition[];
      }
    >("triggers/scheduled_sync.ts"),
    importFile<{ default: TriggerDefinition }>("triggers/opt_in.ts"),
    importFile<{ default: TriggerDefinition }>("triggers/opt_out.ts"),
    importFile<{ default: TriggerDefinition }>("triggers/sync_now.ts"),
    importFile<{ default: TriggerDefinition }>("triggers/my_history.ts"),
    importFile<{ default: TriggerDefinition }>("triggers/switch_mode.ts"),
    importFile<{ default: TriggerDefinition }>(
      "triggers/confirm_early_ends.ts",
    ),
    importFile<{ default: TriggerDefinition }>(
      "triggers/put_everybody_back.ts",
    ),
    importFile<{ default: TriggerDefinition }>(
      "triggers/put_one_person_back.ts",
    ),
  ]);
  const { states, poll_minutes } = config.default;
  const modules = new Map<string, Promise<FunctionModule>>();
  const app: App = {
    // As Slack keeps it: the serialized form, templates and all.
    manifest: JSON.parse(JSON.stringify(manifest.default)),
    load: (callbackId) => {
      const source = app.manifest.functions?.[callbackId]?.source_file;
      if (source === undefined) {
        throw new Error(`the manifest has no function ${callbackId}`);
      }
      let module = modules.get(source);
      if (module === undefined) {
        module = importFile<FunctionModule>(source);
        modules.set(source, module);
      }
      return module;
    },
    triggers: (nowUnix) => [
      ...links.map((link) => JSON.parse(JSON.stringify(link.default))),
      ...scheduledSync(scheduled, poll_minutes, nowUnix),
    ],
  };
  return { app, states: Object.keys(states) };
}

function scheduledSync(
  module: {
    scheduledSync(pollMinutes: number, nowUnix: number): TriggerDefinition[];
  },
  pollMinutes: number,
  nowUnix: number,
): TriggerDefinition[] {
  const definitions = module.scheduledSync(pollMinutes, nowUnix);
  return JSON.parse(JSON.stringify(definitions));
}
