import type { Trigger } from "deno-slack-api/types.ts";
import { TriggerTypes } from "deno-slack-api/mod.ts";
import SyncWorkflow from "../workflows/sync.ts";

/** A run on demand, between two polls. */
const trigger: Trigger<typeof SyncWorkflow.definition> = {
  type: TriggerTypes.Shortcut,
  name: "Sync now",
  description: "Look at the rosters now instead of at the next poll",
  workflow: `#/workflows/${SyncWorkflow.definition.callback_id}`,
  inputs: {},
};
export default trigger;
