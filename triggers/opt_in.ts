import type { Trigger } from "deno-slack-api/types.ts";
import { TriggerContextData, TriggerTypes } from "deno-slack-api/mod.ts";
import OptInWorkflow from "../workflows/opt_in.ts";

/** The link to share with everybody whose shifts may show. */
const trigger: Trigger<typeof OptInWorkflow.definition> = {
  type: TriggerTypes.Shortcut,
  name: "Opt in",
  description: "Let your shifts show in your own status",
  workflow: `#/workflows/${OptInWorkflow.definition.callback_id}`,
  inputs: {
    interactivity: { value: TriggerContextData.Shortcut.interactivity },
  },
};
export default trigger;
