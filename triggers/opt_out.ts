import type { Trigger } from "deno-slack-api/types.ts";
import { TriggerContextData, TriggerTypes } from "deno-slack-api/mod.ts";
import OptOutWorkflow from "../workflows/opt_out.ts";

/** The link by which anybody leaves again. */
const trigger: Trigger<typeof OptOutWorkflow.definition> = {
  type: TriggerTypes.Shortcut,
  name: "Opt out",
  description: "Get everything back and be left alone",
  workflow: `#/workflows/${OptOutWorkflow.definition.callback_id}`,
  inputs: {
    interactivity: { value: TriggerContextData.Shortcut.interactivity },
  },
};
export default trigger;
