import type { Trigger } from "deno-slack-api/types.ts";
import { TriggerContextData, TriggerTypes } from "deno-slack-api/mod.ts";
import ConfirmEarlyEndsWorkflow from "../workflows/confirm_early_ends.ts";

/** The link by which operators allow what a run held back. */
const trigger: Trigger<typeof ConfirmEarlyEndsWorkflow.definition> = {
  type: TriggerTypes.Shortcut,
  name: "Confirm early ends",
  description:
    "Allow the ends that were too many to be made unasked; for operators",
  workflow: `#/workflows/${ConfirmEarlyEndsWorkflow.definition.callback_id}`,
  inputs: {
    interactivity: { value: TriggerContextData.Shortcut.interactivity },
  },
};
export default trigger;
