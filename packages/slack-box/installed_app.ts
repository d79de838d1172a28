import type {
  App,
  AppManifest,
  FunctionModule,
  TriggerDefinition,
} from "./app.ts";

export interface InstalledApp {
  app: App;
  /** Names of the states it is configured with. */
  states: readonly string[];
}

/** Reaches the app's files by name, so that the workspace checks without it. */
const ROOT = new URL("../../", import.meta.url);

async function importFile<Module>(path: string): Promise<Module> {
  return await import(new URL(path, ROOT).href) as Module;
}

/** The app of this project, as `slack deploy` would install it. */
export async function installedApp(): Promise<InstalledApp> {
  const [manifest, config, scheduled, links] = await Promise.all([
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
    importFile<
      { SET_UP: TriggerDefinition; LINK_TRIGGERS: TriggerDefinition[] }
    >("triggers/link_triggers.ts"),
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
      links.SET_UP,
      ...links.LINK_TRIGGERS,
      ...scheduled.scheduledSync(poll_minutes, nowUnix),
    ],
  };
  return { app, states: Object.keys(states) };
}
