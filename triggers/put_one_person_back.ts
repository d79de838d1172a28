import type { Trigger } from "deno-slack-api/types.ts";
import { TriggerContextData, TriggerTypes } from "deno-slack-api/mod.ts";
import PutOnePersonBackWorkflow from "../workflows/put_one_person_back.ts";

/** The link for when something is wrong with one person's presence. */
const trigger: Trigger<typeof PutOnePersonBackWorkflow.definition> = {
  type: TriggerTypes.Shortcut,
  name: "Put one person back",
  description: "Give one person what they had before; for operators",
  workflow: `#/workflows/${PutOnePersonBackWorkflow.definition.callback_id}`,
  inputs: {
    interactivity: { value: TriggerContextData.Shortcut.interactivity },
  },
};
export default trigger;
