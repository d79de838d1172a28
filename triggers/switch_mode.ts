import type { Trigger } from "deno-slack-api/types.ts";
import { TriggerContextData, TriggerTypes } from "deno-slack-api/mod.ts";
import SwitchModeWorkflow from "../workflows/switch_mode.ts";

/** The link by which operators begin, and stop, carrying out plans. */
const trigger: Trigger<typeof SwitchModeWorkflow.definition> = {
  type: TriggerTypes.Shortcut,
  name: "Switch mode",
  description: "Only report plans, or carry them out; for operators",
  workflow: `#/workflows/${SwitchModeWorkflow.definition.callback_id}`,
  inputs: {
    interactivity: { value: TriggerContextData.Shortcut.interactivity },
  },
};
export default trigger;
