import type { Trigger } from "deno-slack-api/types.ts";
import { TriggerContextData, TriggerTypes } from "deno-slack-api/mod.ts";
import MyHistoryWorkflow from "../workflows/my_history.ts";

/** The link by which anybody sees what was done to themselves. */
const trigger: Trigger<typeof MyHistoryWorkflow.definition> = {
  type: TriggerTypes.Shortcut,
  name: "My history",
  description: "What was done to your own presence, when and why",
  workflow: `#/workflows/${MyHistoryWorkflow.definition.callback_id}`,
  inputs: {
    interactivity: { value: TriggerContextData.Shortcut.interactivity },
  },
};
export default trigger;
