import type { Trigger } from "deno-slack-api/types.ts";
import { TriggerContextData, TriggerTypes } from "deno-slack-api/mod.ts";
import PutEverybodyBackWorkflow from "../workflows/put_everybody_back.ts";

/** The link for when something is wrong with everything. */
const trigger: Trigger<typeof PutEverybodyBackWorkflow.definition> = {
  type: TriggerTypes.Shortcut,
  name: "Put everybody back",
  description: "Give everybody what they had before; for operators",
  workflow: `#/workflows/${PutEverybodyBackWorkflow.definition.callback_id}`,
  inputs: {
    interactivity: { value: TriggerContextData.Shortcut.interactivity },
  },
};
export default trigger;
