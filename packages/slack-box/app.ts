import type { AppManifest, TriggerDefinition } from "./engine/manifest.ts";

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
